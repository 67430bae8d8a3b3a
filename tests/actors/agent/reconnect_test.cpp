#include "tests/support/catch.hpp"

#include "actors/agent/reconnect.hpp"

using namespace std::chrono_literals;
using troupe::reconnect_schedule;

namespace {

bool about(std::chrono::milliseconds found, std::chrono::milliseconds wanted) {
  return found >= wanted * 3 / 4 && found <= wanted * 5 / 4;
}

} // namespace

TEST_CASE("delays double from the shortest to the longest, give or take a quarter") {
  reconnect_schedule schedule{1s, 300s, GENERATE(1u, 2u, 3u)};
  for (auto wanted : {1s, 2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 300s, 300s})
    CHECK(about(schedule.failed(), wanted));
}

TEST_CASE("delays differ from agent to agent") {
  reconnect_schedule one{1s, 300s, 1};
  reconnect_schedule other{1s, 300s, 2};
  CHECK(one.failed() != other.failed());
}

TEST_CASE("a connection that lasted is tried again at once, then from five times the shortest") {
  reconnect_schedule schedule{1s, 300s, 7};
  schedule.failed();
  CHECK(schedule.lost(1h) == 0ms);
  CHECK(about(schedule.failed(), 5s));
  CHECK(about(schedule.failed(), 10s));
}

TEST_CASE("a connection that did not last is a failed attempt") {
  reconnect_schedule schedule{1s, 300s, 7};
  CHECK(about(schedule.lost(100ms), 1s));
  CHECK(about(schedule.lost(100ms), 2s));
  CHECK(about(schedule.lost(4s), 4s));
}
