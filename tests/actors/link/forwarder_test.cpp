#include "tests/actors/link/forwarder_support.hpp"

#include <limits>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {
constexpr auto not_a_number = std::numeric_limits<double>::quiet_NaN();
}

TEST_CASE("only values that differ from the one sent last are forwarded") {
  forward_bench x{{plain()}};
  for (auto& y : std::vector<value>{
           1.0, 1.0, 2.0, 1.0, value{}, value{}, not_a_number, not_a_number, std::string{"a"}})
    x.offer(y);
  CHECK(x.sent == texts{"1.0", "2.0", "1.0", "null", "\"NaN\"", "\"a\""});
  CHECK(x.count(outbound::filtered) == 3);
  CHECK(x.closes());
}

TEST_CASE("with on = always every value is forwarded") {
  forward_bench x{{always(outbox_policy::keep_latest)}};
  for (auto y : {1.0, 1.0, 1.0})
    x.offer(y);
  CHECK(x.sent == texts{"1.0", "1.0", "1.0"});
}

TEST_CASE("a deadband is measured from the value sent last, not from the last one") {
  auto banded = plain();
  banded.deadband = 1;
  forward_bench x{{banded}};
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

TEST_CASE("within an interval one value is forwarded, and the newest at its end") {
  forward_bench x{{every(5s)}};
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
  forward_bench x{{every(5s)}};
  for (auto y : {1.0, 2.0, 1.0})
    x.offer(y);
  x.pass(1min);
  CHECK(x.sent == texts{"1.0"});
  CHECK(x.count(outbound::superseded) == 1);
  CHECK(x.count(outbound::filtered) == 1);
}

TEST_CASE("a value that comes before a late tick does not let an older one follow it") {
  forward_bench x{{every(5s)}};
  x.offer(1.0);
  x.offer(2.0);
  x.now += 6s;
  x.offer(3.0);
  x.pass(1min);
  CHECK(x.sent == texts{"1.0", "3.0"});
  CHECK(x.closes());
}

TEST_CASE("after an outage the newest value goes first, and the interval begins with it") {
  forward_bench x{{every(10s)}, false};
  for (auto i = 1; i <= 5; ++i) {
    x.offer(1.0 * i);
    x.pass(1s);
  }
  x.pass(20s);
  x.offer(6.0);
  x.flow(true);
  CHECK(x.sent == texts{"6.0"});
  CHECK(x.count(outbound::superseded) == 5);
  x.end_all(forwarder::ending::acknowledged);
  x.offer(7.0);
  x.pass(9s);
  CHECK(x.sent.size() == 1);
  x.pass(1s);
  CHECK(x.sent == texts{"6.0", "7.0"});
  x.end_all(forwarder::ending::acknowledged);
  CHECK(x.closes());
}
