#include "tests/support/catch.hpp"

#include "actors/agent/rotation.hpp"

using troupe::rotation;
using stage = enum rotation::stage;

namespace {

/// Connected with "one"; "two" was proven and the connection has ended for it.
rotation trying_two() {
  rotation x;
  x.connected("one");
  CHECK(x.begin("two"));
  x.leave();
  CHECK(x.closed("one"));
  CHECK(x.stage() == stage::trying);
  return x;
}

} // namespace

TEST_CASE("a proven key is used after the connection has ended in order") {
  auto x = trying_two();
  CHECK_FALSE(x.wants_good("two"));
  CHECK(x.connected("two") == stage::trying);
  CHECK(x.stage() == stage::none);
  CHECK(x.good() == "two");
}

TEST_CASE("a key that the broker does not take gives way to the last good one") {
  auto x = trying_two();
  CHECK(x.closed("two"));
  CHECK(x.wants_good("two"));
  CHECK(x.good() == "one");
  CHECK(x.connected("one") == stage::reverting);
  SECTION("which serves later connections, too") { CHECK(x.wants_good("two")); }
  SECTION("and is not tried again") { CHECK_FALSE(x.begin("two")); }
  SECTION("while a third key is") {
    CHECK_FALSE(x.wants_good("three"));
    CHECK(x.begin("three"));
  }
}

TEST_CASE("a key that failed its proof is not used after the connection was lost") {
  rotation x;
  x.connected("one");
  x.begin("two");
  x.refuse("two");
  CHECK_FALSE(x.closed("one"));
  CHECK_FALSE(x.wants_good("two")); // one attempt each, beginning with what the vault has
  CHECK_FALSE(x.closed("two"));
  CHECK(x.wants_good("two"));
}

TEST_CASE("where neither key connects, they take turns") {
  auto x = trying_two();
  x.closed("two");
  CHECK_FALSE(x.closed("one"));
  CHECK_FALSE(x.wants_good("two"));
  CHECK_FALSE(x.closed("two"));
  CHECK(x.wants_good("two"));
  CHECK(x.connected("one") == stage::none);
  CHECK(x.wants_good("two"));
}

TEST_CASE("a key that connects after all is good") {
  auto x = trying_two();
  x.closed("two");
  x.closed("one");
  x.connected("two");
  CHECK(x.good() == "two");
  CHECK_FALSE(x.wants_good("two"));
}

TEST_CASE("a connection lost while the new key is proven comes back with the new key") {
  rotation x;
  x.connected("one");
  x.begin("two");
  CHECK_FALSE(x.closed("one"));
  CHECK(x.stage() == stage::none);
  CHECK_FALSE(x.wants_good("two"));
}
