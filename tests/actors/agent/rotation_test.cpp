#include "tests/support/catch.hpp"

#include "actors/agent/rotation.hpp"

using troupe::refusal;
using troupe::rotation;

namespace {

/// Connected with "one"; "two" was proven and the connection has ended for it.
rotation trying_two() {
  rotation x;
  CHECK_FALSE(x.connected("one"));
  CHECK(x.begin_check());
  x.leave();
  CHECK(x.closed("one", true, refusal::none));
  return x;
}

/// As above, and "two" was refused.
rotation refused_two() {
  auto x = trying_two();
  CHECK(x.closed("two", false, refusal::by_broker));
  return x;
}

} // namespace

TEST_CASE("a proven key is used after the connection has ended in order") {
  auto x = trying_two();
  CHECK_FALSE(x.wants_good("two"));
  CHECK(x.connected("two"));
  CHECK(x.good() == "two");
}

TEST_CASE("a key that the broker does not take gives way to the last good one") {
  auto x = refused_two();
  CHECK(x.wants_good("two"));
  CHECK(x.good() == "one");
  CHECK_FALSE(x.connected("one"));
  SECTION("which serves later connections, too") {
    CHECK_FALSE(x.closed("one", true, refusal::none));
    CHECK(x.wants_good("two"));
  }
  SECTION("and stays in doubt") { CHECK(x.doubts("two")); }
  SECTION("while a third key is not") {
    CHECK_FALSE(x.wants_good("three"));
    CHECK_FALSE(x.doubts("three"));
  }
}

TEST_CASE("a key that failed its proof is not used after the connection was lost") {
  rotation x;
  x.connected("one");
  CHECK(x.begin_check());
  x.doubt("two");
  x.end_check();
  CHECK_FALSE(x.closed("one", true, refusal::none));
  CHECK(x.wants_good("two"));
  CHECK_FALSE(x.closed("one", false, refusal::none)); // now the other has its turn
  CHECK_FALSE(x.wants_good("two"));
}

TEST_CASE("where neither key connects, they take turns") {
  auto x = refused_two();
  CHECK_FALSE(x.closed("one", false, refusal::none));
  CHECK_FALSE(x.wants_good("two"));
  CHECK_FALSE(x.closed("two", false, refusal::none));
  CHECK(x.wants_good("two"));
  CHECK_FALSE(x.closed("one", false, refusal::by_broker));
  CHECK_FALSE(x.wants_good("two"));
  CHECK(x.closed("two", false, refusal::by_broker)); // the broker is there again
  CHECK(x.wants_good("two"));
  x.connected("one");
  CHECK(x.wants_good("two"));
}

TEST_CASE("a key that connects after all is good") {
  auto x = refused_two();
  x.closed("one", false, refusal::none);
  CHECK(x.connected("two"));
  CHECK(x.good() == "two");
  CHECK_FALSE(x.wants_good("two"));
}

TEST_CASE("a connection lost while the new key is proven comes back with the new key") {
  rotation x;
  x.connected("one");
  CHECK(x.begin_check());
  CHECK_FALSE(x.closed("one", true, refusal::none));
  CHECK_FALSE(x.checking());
  CHECK_FALSE(x.wants_good("two"));
  SECTION("and with the good one if that does not connect") {
    CHECK_FALSE(x.closed("two", false, refusal::none));
    CHECK(x.wants_good("two"));
  }
}

TEST_CASE("a broker that we do not believe casts no doubt on a key") {
  auto x = trying_two();
  CHECK_FALSE(x.closed("two", false, refusal::by_us));
  CHECK_FALSE(x.wants_good("two"));
  CHECK_FALSE(x.doubts("two"));
}

TEST_CASE("a key in doubt that passes a later proof is used") {
  auto x = refused_two();
  x.connected("one");
  CHECK(x.begin_check());
  x.end_doubt();
  x.leave();
  CHECK(x.closed("one", true, refusal::none));
  CHECK_FALSE(x.wants_good("two"));
}

TEST_CASE("a first key that does not connect has nothing to give way to") {
  rotation x;
  CHECK_FALSE(x.closed("one", false, refusal::by_broker));
  CHECK_FALSE(x.wants_good("one"));
}

TEST_CASE("there is one check at a time") {
  rotation x;
  x.connected("one");
  CHECK(x.begin_check());
  CHECK_FALSE(x.begin_check());
  x.end_check();
  CHECK(x.begin_check());
  x.leave();
  CHECK_FALSE(x.begin_check());
}
