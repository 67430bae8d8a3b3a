#include "tests/actors/link/forwarder_support.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

TEST_CASE("a slow broker gets no more than the window, and the newest after that") {
  forward_bench x{{always(outbox_policy::keep_latest)}};
  x.flow(true, 2);
  for (auto y : {1.0, 2.0, 3.0, 4.0, 5.0})
    x.offer(y);
  CHECK(x.sent == texts{"1.0", "2.0"});
  CHECK(x.count(outbound::in_flight) == 2);
  CHECK(x.count(outbound::superseded) == 2);
  x.end_all(forwarder::ending::acknowledged);
  CHECK(x.sent == texts{"1.0", "2.0", "5.0"});
  CHECK(x.closes());
}

TEST_CASE("keeping all is bounded in messages, and the oldest go") {
  forward_bench x{{always(outbox_policy::keep_all)}, false};
  auto more = 5u;
  for (size_t i = 0; i < forward_queue::messages_max + more; ++i)
    x.offer(static_cast<int64_t>(i));
  CHECK(x.it.waiting() == forward_queue::messages_max);
  CHECK(x.it.lost() == more);
  CHECK(x.count(outbound::dropped) == more);
  CHECK(x.closes());
  x.flow(true, 1);
  CHECK(x.sent == texts{"5"});
}

TEST_CASE("keeping all is bounded in bytes") {
  forward_bench x{{always(outbox_policy::keep_all)}, false};
  for (auto i = 0; i < 20; ++i)
    x.offer(std::string(1 << 20, 'x'));
  CHECK(x.it.waiting() == 15); // of 16 MiB, with what each takes besides its text
  CHECK(x.count(outbound::dropped) == 5);
  x.flow(true);
  CHECK(x.numbers.size() == 1); // large ones go one by one
  CHECK(x.closes());
}

TEST_CASE("what is still there when a forwarder ends counts as dropped") {
  link_counter_block_ptr counters;
  {
    forward_bench x{{every(5s)}}; // the first is sent, the second waits for its interval
    counters = x.counters;
    for (auto y : {1.0, 2.0})
      x.offer(y);
  }
  CHECK((*counters)[0][outbound::dropped] == 2);
  CHECK(read_ledger((*counters)[0]).closes());
}
