#include "tests/actors/vault/open_stores_support.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

TEST_CASE("a store is not written over one that changed since it was read") {
  store_box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}});
  REQUIRE(!make_missing_stores(places));
  x.make.root("root");
  auto root = chain_of(x.make, {"root"})[0];
  auto first = open_store(places.trusted, places).value();
  auto second = open_store(places.trusted, places).value();
  CHECK(!first.content.add_trusted("a", root));
  CHECK(!second.content.add_trusted("b", root));
  CHECK(!save_store(first));
  CHECK(is(save_store(second), errc::unavailable));
  CHECK(open_store(places.trusted, places).value().content.has_trusted("a"));
  CHECK(!save_store(first)); // its own write is no change by another
}

TEST_CASE("a store that could not be read again is not written") {
  store_box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}});
  REQUIRE(!make_missing_stores(places));
  x.make.root("root");
  x.make.run("printf 'nsComment=%0700000d\\n' 0 > big.ext\nopenssl x509 -req -in root.csr -extfile "
             "big.ext -signkey root.key -out big.pem 2>/dev/null");
  auto key = key_of(x.make, "root");
  auto root = chain_of(x.make, {"root"})[0];
  auto big = chain_of(x.make, {"big"})[0];
  auto before = read_text(places.keys.file);
  struct row {
    std::vector<certificate> chain;
    std::string says;
  };
  for (auto& y :
       {row{std::vector(20'000, root), "has more than 20000 entries"},
        row{std::vector(25, big), "is larger than 16 MiB"}}) {
    auto store = open_store(places.keys, places).value();
    REQUIRE(!store.content.add_key("hall.a", key, y.chain, "changeit"));
    auto refused = save_store(store);
    CHECK_THAT(sentence(refused), Catch::StartsWith("nothing was written") && Contains(y.says));
    CHECK(read_text(places.keys.file) == before);
  }
}
