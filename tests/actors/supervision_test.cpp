#include "tests/support/catch.hpp"

#include "actors/supervision.hpp"

using namespace std::chrono_literals;
using troupe::restart_schedule;

TEST_CASE("a child is restarted at once, then after growing delays, then no more") {
  restart_schedule schedule;
  restart_schedule::time_point now{};
  CHECK(schedule.died(now) == 0ms);
  CHECK(schedule.died(now) == 100ms);
  CHECK(schedule.died(now) == 200ms);
  CHECK(schedule.died(now) == 400ms);
  CHECK(schedule.died(now) == 800ms);
  CHECK_FALSE(schedule.died(now));
}

TEST_CASE("the restart budget comes back with time") {
  restart_schedule schedule;
  restart_schedule::time_point now{};
  for (size_t i = 0; i < restart_schedule::budget; ++i)
    REQUIRE(schedule.died(now));
  CHECK_FALSE(schedule.died(now + restart_schedule::window));
  CHECK(schedule.died(now + restart_schedule::window + 1s) == 0ms);
}
