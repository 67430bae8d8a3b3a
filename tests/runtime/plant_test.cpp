#include "tests/support/catch.hpp"

#include "runtime/simulate/plant.hpp"

#include <cmath>
#include <set>

using namespace troupe;

TEST_CASE("the same seed gives the same plant, another seed another") {
  auto measured = [](uint32_t seed) {
    machine x{seed};
    std::string out;
    for (int i = 0; i < 100; ++i)
      out += to_json(x.advance(1), i);
    return out;
  };
  CHECK(measured(7) == measured(7));
  CHECK(measured(7) != measured(8));
}

TEST_CASE("telemetry is one JSON object of all that a machine measures") {
  telemetry x{61.504, 12.3, 1479.6, machine_state::fault, 42, true};
  CHECK(
      to_json(x, 1'795'467'600'123)
      == R"({"ts":1795467600123,"oil":{"temp":61.50,"pressure":12.30},"speed":1480,)"
         R"("state":"FAULT","count":42,"door":"OPEN"})");
}

TEST_CASE("a running machine warms towards its target, a standing one cools") {
  machine x{1};
  x.set_target(90);
  auto last = x.advance(1);
  for (int i = 0; i < 3'600; ++i) {
    auto next = x.advance(1);
    // 0.4: the noise of two measurements.
    if (next.state == machine_state::run && last.oil_temp < 85)
      REQUIRE(next.oil_temp > last.oil_temp - 0.4);
    if (next.state != machine_state::run)
      REQUIRE(next.oil_temp < last.oil_temp + 0.4);
    last = next;
  }
}

TEST_CASE("what machines measure stays within what is possible") {
  for (double step : {0.001, 0.1, 1.0, 60.0, 86'400.0}) {
    CAPTURE(step);
    machine x{3};
    uint64_t count = 0;
    for (int i = 0; i < 500; ++i) {
      auto now = x.advance(step);
      REQUIRE(now.oil_temp > machine::target_min - 1);
      REQUIRE(now.oil_temp < machine::target_max + 1);
      REQUIRE(now.oil_pressure >= 0);
      REQUIRE(now.oil_pressure < 16);
      REQUIRE(now.speed >= 0);
      REQUIRE(now.speed < 1'500);
      REQUIRE(now.count >= count);
      count = now.count;
    }
  }
}

TEST_CASE("within an hour a machine runs, stops and fails") {
  machine x{5};
  std::set<machine_state> seen;
  for (int i = 0; i < 3'600; ++i)
    seen.insert(x.advance(1).state);
  CHECK(seen.size() == 3);
}

TEST_CASE("a target is brought within the machine's limits") {
  machine x{1};
  x.set_target(1e9);
  CHECK(x.target() == machine::target_max);
  x.set_target(-300);
  CHECK(x.target() == machine::target_min);
}

TEST_CASE("only a set command sets") {
  CHECK(parse_set_command(R"({"target": 72.5})") == 72.5);
  CHECK(parse_set_command(R"({"target": 72, "at": "2026-11-23T21:00:00Z"})") == 72);
  for (auto* x :
       {"", "72", "null", "{}", R"({"target": "72"})", R"({"target": null})",
        R"({"target": 1e999})", R"({"target": 72)", "[72]"})
    CHECK_FALSE(parse_set_command(x));
}
