#include "tests/support/catch.hpp"

#include "runtime/log_rate.hpp"

using namespace troupe;
using namespace std::chrono_literals;

TEST_CASE("an event that floods the log is held back, the others are not") {
  log_rate rate{3};
  log_rate::time_point now{1h};
  for (int i = 0; i < 3; ++i)
    CHECK(rate.admit("link.rejected", now));
  CHECK_FALSE(rate.admit("link.rejected", now + 999ms));
  CHECK(rate.admit("agent.connected", now));
  CHECK(rate.admit("link.rejected", now + 1s));
}

TEST_CASE("what was held back is told once, when its second is over") {
  log_rate rate{1};
  log_rate::time_point now{1h};
  for (int i = 0; i < 5; ++i)
    rate.admit("link.rejected", now);
  CHECK(rate.collect(now + 500ms).empty());
  auto told = rate.collect(now + 1s);
  REQUIRE(told.size() == 1);
  CHECK(told[0].event == "link.rejected");
  CHECK(told[0].count == 4);
  CHECK(rate.collect(now + 2s).empty());
}

TEST_CASE("an event that floods for a minute is told of in full") {
  log_rate rate{1};
  log_rate::time_point now{1h};
  uint64_t told = 0;
  uint64_t held_back = 0;
  for (int i = 0; i < 600; ++i, now += 100ms) {
    for (auto& x : rate.collect(now))
      told += x.count;
    held_back += rate.admit("link.rejected", now) ? 0 : 1;
  }
  for (auto& x : rate.collect(now + 1s))
    told += x.count;
  CHECK(held_back == 540);
  CHECK(told == held_back);
}
