#include "tests/support/catch.hpp"

#include "actors/agent/rotation.hpp"

using troupe::rotation;
using stage = enum rotation::stage;

TEST_CASE("a proven key is used after the connection has ended in order") {
  rotation x;
  x.begin();
  x.leave();
  CHECK(x.closed());
  CHECK(x.stage() == stage::trying);
  CHECK_FALSE(x.earlier());
  CHECK(x.connected() == stage::trying);
  CHECK(x.stage() == stage::none);
}

TEST_CASE("a key that the broker does not take gives way to the earlier one") {
  rotation x;
  x.begin();
  x.leave();
  x.closed();
  CHECK(x.closed());
  CHECK(x.earlier());
  CHECK(x.connected() == stage::reverting);
  SECTION("which serves later connections, too") {
    CHECK_FALSE(x.closed());
    CHECK(x.earlier());
  }
  SECTION("until the vault changes") {
    x.begin();
    CHECK_FALSE(x.earlier());
  }
}

TEST_CASE("where neither key connects, the keys are not the cause") {
  rotation x;
  x.begin();
  x.leave();
  x.closed();
  x.closed();
  CHECK_FALSE(x.closed());
  CHECK(x.stage() == stage::none);
  CHECK_FALSE(x.earlier());
}

TEST_CASE("a connection lost while the new key is proven comes back with the new key") {
  rotation x;
  x.begin();
  CHECK_FALSE(x.closed());
  CHECK(x.stage() == stage::none);
  CHECK_FALSE(x.earlier());
}
