#include "tests/support/catch.hpp"

#include "actors/inspector/ledger.hpp"
#include "actors/link/forwarder.hpp"

#include <limits>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

/// One forwarder, its clock, and all that it has said to send.
struct bench {
  std::vector<forward_settings> settings;
  link_counter_block_ptr counters;
  class forwarder it;
  forwarder::time_point now{1h};
  std::vector<std::string> sent;
  std::vector<uint64_t> numbers; ///< Of what was sent and not ended.

  explicit bench(std::vector<forward_settings> x, bool online = true)
      : settings{std::move(x)}, counters{std::make_shared<link_counter_block>(settings.size())} {
    std::vector<const forward_settings*> all;
    for (auto& y : settings)
      all.push_back(&y);
    it = forwarder{all};
    flow(online);
  }

  void flow(bool online, uint32_t window = 100) {
    it.flow({online, window});
    send();
  }

  void offer(value x, uint32_t forward = 0) {
    (*counters)[forward].add(outbound::requested);
    it.offer(
        {forward, 1'000, std::move(x), write_ticket{counters, forward, outbound::queued}}, now);
    send();
  }

  void send() {
    while (auto x = it.next(now)) {
      sent.push_back(to_json(x->item->content));
      numbers.push_back(x->number);
    }
  }

  void end_all(forwarder::ending how) {
    for (auto number : std::exchange(numbers, {}))
      it.ended(number, how, now);
    send();
  }

  /// Moves the clock; ticks come when they are due.
  void pass(std::chrono::milliseconds span) {
    auto end = now + span;
    for (auto due = it.due(); due <= end; due = it.due()) {
      now = std::max(now, due);
      it.tick(now);
      send();
    }
    now = end;
  }

  uint64_t count(outbound x, uint32_t forward = 0) const { return (*counters)[forward][x]; }

  bool closes() const {
    for (auto& x : *counters)
      if (!read_ledger(x).closes())
        return false;
    return true;
  }
};

forward_settings plain(outbox_policy policy = outbox_policy::keep_latest) {
  forward_settings out;
  out.outbox = policy;
  return out;
}

forward_settings every(std::chrono::milliseconds interval) {
  auto out = plain();
  out.min_interval = interval;
  return out;
}

forward_settings always(outbox_policy policy) {
  auto out = plain(policy);
  out.on = forward_on::always;
  return out;
}

using texts = std::vector<std::string>;
constexpr auto not_a_number = std::numeric_limits<double>::quiet_NaN();

} // namespace

TEST_CASE("only values that differ from the one sent last are forwarded") {
  bench x{{plain()}};
  for (auto& y : std::vector<value>{
           1.0, 1.0, 2.0, 1.0, value{}, value{}, not_a_number, not_a_number, std::string{"a"}})
    x.offer(y);
  CHECK(x.sent == texts{"1.0", "2.0", "1.0", "null", "\"NaN\"", "\"a\""});
  CHECK(x.count(outbound::filtered) == 3);
  CHECK(x.closes());
}

TEST_CASE("with on = always every value is forwarded") {
  bench x{{always(outbox_policy::keep_latest)}};
  for (auto y : {1.0, 1.0, 1.0})
    x.offer(y);
  CHECK(x.sent == texts{"1.0", "1.0", "1.0"});
}

TEST_CASE("a deadband is measured from the value sent last, not from the last one") {
  auto banded = plain();
  banded.deadband = 1;
  bench x{{banded}};
  for (auto y : {10.0, 10.6, 10.9, 11.0, 10.5, 10.0, 9.1, 12.0})
    x.offer(y);
  CHECK(x.sent == texts{"10.0", "11.0", "10.0", "12.0"});
  x.offer(value{}); // null is no distance
  x.offer(value{});
  x.offer(int64_t{12});
  x.offer(json_text{"12.5"});
  x.offer(json_text{"13.5"});
  CHECK(x.sent == texts{"10.0", "11.0", "10.0", "12.0", "null", "12", "13.5"});
  CHECK(x.closes());
}

TEST_CASE("after an outage the newest value goes first, and the interval begins with it") {
  bench x{{every(10s)}, false};
  for (auto i = 1; i <= 5; ++i) {
    x.offer(1.0 * i);
    x.pass(1s);
  }
  x.pass(20s);
  x.offer(6.0);
  x.flow(true);
  CHECK(x.sent == std::vector<std::string>{"6.0"});
  CHECK(x.count(outbound::superseded) == 5);
  x.end_all(forwarder::ending::acknowledged);
  x.offer(7.0);
  x.pass(9s);
  CHECK(x.sent.size() == 1);
  x.pass(1s);
  CHECK(x.sent == std::vector<std::string>{"6.0", "7.0"});
  x.end_all(forwarder::ending::acknowledged);
  CHECK(x.closes());
}

TEST_CASE("within an interval one value is forwarded, and the newest at its end") {
  bench x{{every(5s)}};
  for (auto y : {1.0, 2.0, 3.0})
    x.offer(y);
  CHECK(x.sent == texts{"1.0"});
  CHECK(x.count(outbound::queued) == 1);
  CHECK(x.count(outbound::superseded) == 1);
  x.pass(4999ms);
  CHECK(x.sent == texts{"1.0"});
  x.pass(1ms);
  CHECK(x.sent == texts{"1.0", "3.0"});
  x.offer(4.0);
  x.pass(5s);
  CHECK(x.sent == texts{"1.0", "3.0", "4.0"});
  CHECK(x.it.due() == forwarder::time_point::max()); // nothing waits, no timer
  CHECK(x.closes());
}

TEST_CASE("a value that returns within its interval need not be sent") {
  bench x{{every(5s)}};
  for (auto y : {1.0, 2.0, 1.0})
    x.offer(y);
  x.pass(1min);
  CHECK(x.sent == texts{"1.0"});
  CHECK(x.count(outbound::superseded) == 1);
  CHECK(x.count(outbound::filtered) == 1);
}

TEST_CASE("a value that comes before a late tick does not let an older one follow it") {
  bench x{{every(5s)}};
  x.offer(1.0);
  x.offer(2.0);
  x.now += 6s;
  x.offer(3.0);
  x.pass(1min);
  CHECK(x.sent == texts{"1.0", "3.0"});
  CHECK(x.closes());
}

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
  bench y{{always(x.policy)}, false};
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
  bench x{{plain(), plain()}, false};
  x.offer(1.0, 0);
  x.offer(2.0, 1);
  x.offer(3.0, 0);
  x.flow(true);
  CHECK(x.sent == texts{"2.0", "3.0"});
}

TEST_CASE("what was under way when the connection went is sent again, in order") {
  bench x{{always(outbox_policy::keep_all)}};
  for (auto y : {1.0, 2.0, 3.0})
    x.offer(y);
  x.it.ended(std::exchange(x.numbers, {2, 3}).front(), forwarder::ending::acknowledged, x.now);
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
  bench x{{plain()}};
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
  bench x{{plain()}};
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
    bench x{{plain()}};
    x.offer(1.0);
    x.end_all(forwarder::ending::refused);
    x.offer(1.0);
    CHECK(x.sent == texts{"1.0", "1.0"});
    CHECK(x.count(outbound::rejected) == 1);
    CHECK(x.closes());
  }
  SECTION("dropped while the connection was away") {
    bench x{{plain(outbox_policy::drop)}};
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
    bench x{{soon}, false};
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

TEST_CASE("a slow broker gets no more than the window, and the newest after that") {
  bench x{{always(outbox_policy::keep_latest)}};
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
  bench x{{always(outbox_policy::keep_all)}, false};
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
  bench x{{always(outbox_policy::keep_all)}, false};
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
    bench x{{every(5s)}}; // the first is sent, the second waits for its interval
    counters = x.counters;
    for (auto y : {1.0, 2.0})
      x.offer(y);
  }
  CHECK((*counters)[0][outbound::dropped] == 2);
  CHECK(read_ledger((*counters)[0]).closes());
}
