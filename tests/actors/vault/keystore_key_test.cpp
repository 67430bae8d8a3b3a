#include "tests/support/catch.hpp"

#include "actors/vault/certificate_text.hpp"
#include "actors/vault/key_pem.hpp"
#include "tests/actors/vault/keystore_support.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

TEST_CASE("a key can have a password that is not the store's") {
  certificate_maker make;
  make.root("root");
  keystore store;
  CHECK(!store.add_key("a", key_of(make, "root"), chain_of(make, {"root"}), "the key's own"));
  save(make, "s.p12", store);
  auto again = opened(make, "s.p12");
  CHECK(opens(again, "a", "the key's own"));
  auto refused = again.open_key(entry(again, "a"), "changeit");
  REQUIRE(!refused);
  CHECK(is(refused.error(), errc::config_invalid));
  CHECK(sentence(refused.error()) == "the key \"a\" does not open with its password");
}

TEST_CASE("old ciphers open only when they are asked for, and with a warning") {
  certificate_maker make;
  make.root("root");
  make.run(
      "openssl pkcs12 -export -legacy -in root.pem -inkey root.key -name a -out rc2.p12 "
      "-passout pass:changeit\n"
      "openssl pkcs12 -export -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -in root.pem -inkey "
      "root.key -name a -out 3des.p12 -passout pass:changeit\n"
      "openssl pkcs12 -export -keypbe PBE-SHA1-3DES -in root.pem -inkey root.key -name a -out "
      "key.p12 -passout pass:changeit");
  for (auto file : {"rc2.p12", "3des.p12"}) {
    auto refused = open(make, file);
    REQUIRE(!refused);
    CHECK(is(refused.error(), errc::unavailable));
    CHECK_THAT(sentence(refused.error()), Contains("old cipher") && Contains("legacy_pkcs12"));
    auto store = opened(make, file, "changeit", true);
    CHECK_THAT(joined(store.warnings()), Contains("old cipher"));
    CHECK(opens(store, "a"));
    save(make, "again.p12", store);
    CHECK(opens(opened(make, "again.p12", "changeit", true), "a"));
  }
  auto store = opened(make, "key.p12");
  auto refused = store.open_key(entry(store, "a"), "changeit");
  REQUIRE(!refused);
  CHECK(is(refused.error(), errc::unavailable));
  CHECK_THAT(sentence(refused.error()), Contains("the key \"a\"") && Contains("TripleDES"));
  CHECK(opens(opened(make, "key.p12", "changeit", true), "a"));
}

TEST_CASE("a connection gets its key encrypted under a password of its own") {
  certificate_maker make;
  make.root("root");
  make.client("leaf", "root");
  keystore store;
  CHECK(
      !store.add_key("hall.a", key_of(make, "leaf"), chain_of(make, {"leaf", "root"}), "changeit"));
  auto found = entry(store, "hall.a");
  auto key = store.open_key(found, "changeit");
  REQUIRE(key);
  auto made = make_ready(found, *key);
  REQUIRE(made);
  auto& ready = *made;
  tls_material first;
  tls_material second;
  REQUIRE(!put_identity(first, ready));
  REQUIRE(!put_identity(second, make_ready(found, *key).value()));
  CHECK(first.alias == "hall.a");
  CHECK(first.fingerprint == fingerprint_of(*found.chain[0]));
  CHECK(first.password.view().size() == 64);
  CHECK(first.password.view() != second.password.view());
  auto pem = read_text(first.identity.path());
  CHECK_THAT(pem, Contains("BEGIN ENCRYPTED PRIVATE KEY") && !Contains("BEGIN PRIVATE KEY"));
  CHECK(read_certificates(pem, "identity").value().size() == 2);
  CHECK(fits(read_private_key(pem, first.password.view(), "identity").value(), found.chain[0]));
  CHECK(!read_private_key(pem, second.password.view(), "identity"));
  tls_material third; // of the same key again, when the first is gone
  first = {};
  REQUIRE(!put_identity(third, ready));
  CHECK(fits(
      read_private_key(read_text(third.identity.path()), third.password.view(), "").value(),
      found.chain[0]));
  CHECK(!put_authorities(first, authorities_pem(store)));
  CHECK(!first.authorities); // there is none
  make.client("other", "root");
  auto misfit = make_ready(found, key_of(make, "other"));
  REQUIRE(!misfit);
  CHECK(
      sentence(misfit.error()) == "the key \"hall.a\" does not fit its certificate CN=leaf,O=Acme");
}

TEST_CASE("an entry is named by its chain and by how its key was encrypted") {
  certificate_maker make;
  make.root("root");
  make.client("leaf", "root");
  auto added = [&](const std::vector<std::string>& chain) {
    keystore out;
    CHECK(!out.add_key("hall.a", key_of(make, "leaf"), chain_of(make, chain), "changeit"));
    return out;
  };
  auto digest = [](const keystore& x) { return entry_digest(x, entry(x, "hall.a")); };
  auto store = added({"leaf", "root"});
  auto before = digest(store);
  CHECK(before.size() == 64);
  save(make, "s.p12", store);
  auto read = opened(make, "s.p12");
  CHECK(digest(read) == before);
  make.client("other", "root");
  CHECK(!read.add_key("hall.b", key_of(make, "other"), chain_of(make, {"other"}), "changeit"));
  CHECK(digest(read) == before);
  CHECK(digest(added({"leaf", "root"})) != before); // written anew
  CHECK(digest(added({"leaf"})) != before);
}
