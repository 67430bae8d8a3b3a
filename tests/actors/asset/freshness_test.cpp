#include "actors/asset/freshness.hpp"

#include "actors/asset/silence.hpp"
#include "tests/support/catch.hpp"

using namespace troupe;
using namespace std::chrono_literals;

namespace {

constexpr auto start = freshness::time_point{} + 1h;

using indices = std::vector<uint32_t>;

/// Attributes "a0", "a1" and so on with these limits; zero: none.
asset_settings asset(const std::vector<std::pair<milliseconds, milliseconds>>& limits) {
  asset_settings out;
  out.id = "press";
  for (auto& [expected, expires] : limits) {
    auto& attribute = out.attributes.emplace_back();
    attribute.name = "a" + std::to_string(out.attributes.size() - 1);
    if (expected > 0ms)
      attribute.expect_every = expected;
    if (expires > 0ms)
      attribute.expire_after = expires;
  }
  return out;
}

} // namespace

TEST_CASE("an asset without limits is never looked at") {
  auto settings = asset({{0ms, 0ms}, {0ms, 0ms}});
  freshness x{settings, start};
  CHECK(x.empty());
  CHECK_FALSE(x.limits(0));
  CHECK(x.next() == freshness::never);
}

TEST_CASE("an attribute that never gets a value is stale and silent after three intervals") {
  auto settings = asset({{5s, 0ms}, {0ms, 0ms}, {0ms, 10s}});
  freshness x{settings, start};
  CHECK(x.limits(0));
  CHECK_FALSE(x.limits(1));
  CHECK(x.limits(2));
  CHECK(x.next() == start + 15s);
  CHECK(x.pass(start + 15s - 1ns).empty());
  CHECK_FALSE(x.silent(0));
  CHECK(x.pass(start + 15s) == indices{0});
  CHECK(x.silent(0));
  CHECK_FALSE(x.silent(2)); // nothing is expected there, and what is not there is not old
  CHECK(x.take_change());
  CHECK_FALSE(x.take_change());
  CHECK(x.next() == freshness::never);
}

TEST_CASE("a value is stale three intervals after it came, and good again with the next") {
  auto settings = asset({{5s, 0ms}});
  freshness x{settings, start};
  CHECK(x.came(0, start + 14s, 0ms));
  CHECK(x.pass(start + 28s).empty());
  CHECK(x.pass(start + 29s) == indices{0});
  CHECK(x.silent(0));
  CHECK(x.take_change());
  CHECK(x.came(0, start + 40s, 0ms));
  CHECK_FALSE(x.silent(0));
  CHECK(x.next() == freshness::time_point{}); // whoever was told of the silence wants to know
  CHECK(x.take_change());
  CHECK(x.next() == start + 55s);
}

TEST_CASE("values that come leave the next look where it is") {
  auto settings = asset({{5s, 0ms}, {5s, 0ms}});
  freshness x{settings, start};
  for (auto t = 1s; t <= 14s; t += 1s)
    for (size_t attribute : {0, 1}) {
      CHECK(x.came(attribute, start + t, 0ms));
      CHECK(x.next() == start + 15s);
    }
  CHECK(x.pass(start + 15s).empty());
  CHECK(x.next() == start + 29s);
}

TEST_CASE("a value expires by its own age, without anyone being silent") {
  auto settings = asset({{0ms, 10s}});
  freshness x{settings, start};
  CHECK(x.next() == freshness::never);
  CHECK(x.came(0, start, 4s));
  CHECK(x.next() == start + 6s);
  CHECK(x.pass(start + 6s) == indices{0});
  CHECK_FALSE(x.silent(0));
  CHECK_FALSE(x.take_change());
  CHECK_FALSE(x.came(0, start + 7s, 10s)); // it was too old when it came
  CHECK(x.pass(start + 60s).empty());
  CHECK(x.came(0, start + 60s, 9s));
  CHECK(x.next() == start + 61s);
}

TEST_CASE("a value that will expire sooner than the one before is looked at sooner") {
  auto settings = asset({{0ms, 10s}});
  freshness x{settings, start};
  for (auto age = 0s; age < 10s; age += 1s) {
    CHECK(x.came(0, start, age));
    CHECK(x.next() == start + 10s - age);
  }
  CHECK(x.pass(start + 1s) == indices{0});
  CHECK(x.next() == freshness::never);
}

TEST_CASE("a device whose clock is behind is not silent") {
  auto settings = asset({{5s, 0ms}});
  freshness x{settings, start};
  CHECK(x.came(0, start, 24h));
  CHECK(x.pass(start + 14s).empty());
}

TEST_CASE("the earlier of two limits decides what is stale, the expectation who is silent") {
  auto settings = asset({{5s, 8s}, {5s, 20s}});
  freshness x{settings, start};
  CHECK(x.came(0, start, 0ms));
  CHECK(x.came(1, start, 0ms));
  CHECK(x.pass(start + 14s) == indices{0});
  CHECK_FALSE(x.silent(0));
  CHECK(x.pass(start + 15s) == indices{1});
  CHECK(x.silent(0));
  CHECK(x.silent(1));
  CHECK(x.pass(start + 1h).empty());
}

TEST_CASE("a value of an earlier run goes on ageing, but the device gets its time to speak") {
  auto settings = asset({{5s, 0ms}, {0ms, 10s}});
  auto [age, stored_stale, expected_good, expiring_good] =
      GENERATE(table<milliseconds, bool, bool, bool>({
          {0ms, false, true, true},
          {9999ms, false, true, true},
          {10s, false, true, false},
          {14999ms, false, true, false},
          {15s, false, false, false},
          {1s, true, false, false},
      }));
  CAPTURE(age, stored_stale);
  freshness x{settings, start};
  CHECK(x.restored(0, start, age, stored_stale) == expected_good);
  CHECK(x.restored(1, start, age, stored_stale) == expiring_good);
  auto later = x.pass(start + 15s - 1ns);
  CHECK(
      later
      == (!expected_good   ? indices{}
          : age == 0ms     ? indices{1}
          : !expiring_good ? indices{0}
          : age == 9999ms  ? indices{1, 0}
                           : indices{}));
  CHECK_FALSE(x.silent(0));
  x.pass(start + 15s);
  CHECK(x.silent(0));
  CHECK_FALSE(x.silent(1));
}

TEST_CASE("silent attributes are told of by agent, with the first few names") {
  auto settings = asset(std::vector<std::pair<milliseconds, milliseconds>>(7, {5s, 0ms}));
  for (size_t i = 0; i < 6; ++i) {
    auto& link = settings.attributes[i].agent_link.emplace();
    link.agent = i == 5 ? "cloud" : "floor";
    link.subscription_topic = "t/" + std::to_string(i);
  }
  freshness x{settings, start};
  x.came(0, start + 1s, 0ms);
  x.pass(start + 15s);
  auto last = [](size_t i) { return i == 2 ? int64_t{70} : i == 3 ? 90 : 0; };
  auto found = silences("hall", settings, x, last, 80);
  REQUIRE(found.size() == 3);
  CHECK(found[0].realm == "hall");
  CHECK(found[0].asset == "press");
  CHECK(found[0].agent == "floor");
  CHECK(found[0].topic == "t/1");
  CHECK(found[0].attributes == std::vector<std::string>{"a1", "a2", "a3"});
  CHECK(found[0].count == 4);
  CHECK(found[0].expect_every_ms == 5'000);
  CHECK(found[0].since_ms == 70);
  CHECK_FALSE(found[0].never);
  CHECK(found[1].agent == "cloud");
  CHECK(found[1].since_ms == 80);
  CHECK(found[1].never);
  CHECK(found[2].agent.empty());
  CHECK(found[2].topic.empty());
}
