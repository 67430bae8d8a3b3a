#include "tests/actors/link/forwarder_support.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

TEST_CASE("while the connection is away the policy decides what waits") {
  struct row {
    outbox_policy policy;
    texts sent;
    outbound outcome;
    uint64_t count;
  };
  auto x = GENERATE(
      row{outbox_policy::keep_latest, {"3.0"}, outbound::superseded, 2},
      row{outbox_policy::keep_all, {"1.0", "2.0", "3.0"}, outbound::superseded, 0},
      row{outbox_policy::drop, {}, outbound::dropped, 3});
  forward_bench y{{always(x.policy)}, false};
  for (auto z : {1.0, 2.0, 3.0})
    y.offer(z);
  CHECK(y.sent.empty());
  CHECK(y.closes());
  y.flow(true);
  CHECK(y.sent == x.sent);
  CHECK(y.count(x.outcome) == x.count);
  y.end_all(forwarder::ending::acknowledged);
  CHECK(y.count(outbound::acknowledged) == x.sent.size());
  CHECK(y.closes());
}

TEST_CASE("attributes keep their newest values apart, in order of arrival") {
  forward_bench x{{plain(), plain()}, false};
  x.offer(1.0, 0);
  x.offer(2.0, 1);
  x.offer(3.0, 0);
  x.flow(true);
  CHECK(x.sent == texts{"2.0", "3.0"});
}

TEST_CASE("what was under way when the connection went is sent again, in order") {
  forward_bench x{{always(outbox_policy::keep_all)}};
  for (auto y : {1.0, 2.0, 3.0})
    x.offer(y);
  x.it.ended(x.numbers.front(), forwarder::ending::acknowledged, x.now);
  x.numbers.erase(x.numbers.begin());
  x.end_all(forwarder::ending::failed); // before the link hears that the agent is away
  CHECK(x.sent == texts{"1.0", "2.0", "3.0"});
  x.flow(false);
  x.offer(4.0);
  x.flow(true);
  CHECK(x.sent == texts{"1.0", "2.0", "3.0", "2.0", "3.0", "4.0"});
  x.end_all(forwarder::ending::acknowledged);
  CHECK(x.count(outbound::acknowledged) == 4);
  CHECK(x.closes());
}

TEST_CASE("a newer value takes the place of one that failed, whichever is known first") {
  forward_bench x{{plain()}};
  x.offer(1.0);
  x.flow(false);
  x.offer(2.0);
  x.end_all(forwarder::ending::failed);
  CHECK(x.count(outbound::superseded) == 1);
  x.flow(true);
  CHECK(x.sent == texts{"1.0", "2.0"});
  CHECK(x.closes());
}

TEST_CASE("a value that failed though the connection is there is tried again after a pause") {
  forward_bench x{{plain()}};
  x.offer(1.0);
  x.end_all(forwarder::ending::failed);
  CHECK(x.sent.size() == 1);
  x.pass(999ms);
  CHECK(x.sent.size() == 1);
  x.pass(1ms);
  CHECK(x.sent == texts{"1.0", "1.0"});
}

TEST_CASE("after a value was lost the next one is news, though it is equal") {
  SECTION("refused by the broker") {
    forward_bench x{{plain()}};
    x.offer(1.0);
    x.end_all(forwarder::ending::refused);
    x.offer(1.0);
    CHECK(x.sent == texts{"1.0", "1.0"});
    CHECK(x.count(outbound::rejected) == 1);
    CHECK(x.closes());
  }
  SECTION("dropped while the connection was away") {
    forward_bench x{{plain(outbox_policy::drop)}};
    x.offer(1.0);
    x.flow(false);
    x.end_all(forwarder::ending::failed);
    x.offer(2.0);
    x.flow(true);
    x.offer(2.0);
    CHECK(x.sent == texts{"1.0", "2.0"});
    CHECK(x.count(outbound::dropped) == 2);
    CHECK(x.closes());
  }
  SECTION("too old") {
    auto soon = plain();
    soon.outbox_max_age = 10s;
    forward_bench x{{soon}, false};
    x.offer(1.0);
    x.pass(9999ms);
    CHECK(x.count(outbound::queued) == 1);
    x.pass(1ms);
    CHECK(x.count(outbound::expired) == 1);
    CHECK(x.it.due() == forwarder::time_point::max());
    x.offer(1.0);
    x.flow(true);
    CHECK(x.sent == texts{"1.0"});
    CHECK(x.closes());
  }
}
