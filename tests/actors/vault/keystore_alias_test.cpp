#include "tests/support/catch.hpp"

#include "tests/actors/vault/keystore_support.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

TEST_CASE("aliases that are equal but for case are refused, and only those") {
  certificate_maker make;
  make.root("root");
  keystore store;
  for (auto alias : {"hall.a", "Hall.A", "hall.b"})
    CHECK(!store.add_key(alias, key_of(make, "root"), chain_of(make, {"root"}), "changeit"));
  auto twin = store.find_key("HALL.a");
  REQUIRE(!twin);
  CHECK(
      sentence(twin.error())
      == "2 keys have the alias \"HALL.a\" but for the case of letters; remove all but one of "
         "them");
  CHECK(opens(store, "hall.b"));
  CHECK(
      joined(store.warnings())
      == "2 keys have the alias \"hall.a\" but for the case of letters, so that none of them can "
         "be told from the others\n");
  CHECK(store.remove_key("hall.A") == 2);
  CHECK(store.keys().size() == 1);
  CHECK(store.warnings().empty());
  CHECK(is(store.find_key("hall.a").error(), errc::not_found));
}

TEST_CASE("two keys with one certificate keep to their aliases") {
  certificate_maker make;
  make.root("root");
  make.client("leaf", "root");
  keystore store;
  for (auto alias : {"hall.a", "attic.a"})
    CHECK(
        !store.add_key(alias, key_of(make, "leaf"), chain_of(make, {"leaf", "root"}), "changeit"));
  save(make, "s.p12", store);
  auto again = opened(make, "s.p12");
  CHECK(again.remove_key("attic.a") == 1);
  CHECK(opens(again, "hall.a"));
  CHECK(entry(again, "hall.a").chain.size() == 2); // the root that both had
  CHECK(again.remove_key("hall.a") == 1);
  CHECK(again.trusted().empty()); // nothing of a chain is left to be trusted
}

TEST_CASE("an alias that nobody could write or tell apart is refused") {
  certificate_maker make;
  make.root("root");
  keystore store;
  for (auto& alias :
       {std::string{}, std::string(256, 'a'), std::string{"a\nb"}, std::string{"\xff"},
        std::string{"GERÄT"}})
    CHECK(store.add_trusted(alias, chain_of(make, {"root"})[0]));
  CHECK(store.trusted().empty());
}
