#include "tests/support/catch.hpp"

#include "actors/vault/certificate_text.hpp"
#include "actors/vault/key_pem.hpp"
#include "tests/actors/vault/keystore_support.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

TEST_CASE("a store that openssl made has its key, whatever its type, with the whole chain") {
  certificate_maker make;
  make.root("root");
  make.authority("mid", "root");
  for (auto type : {"RSA 2048", "EC", "Ed25519"}) {
    INFO(type);
    make.key_type(type);
    make.client("leaf", "mid");
    make.run(
        "cat mid.pem root.pem > chain.pem; openssl pkcs12 -export -in leaf.pem -inkey leaf.key "
        "-certfile chain.pem -name hall.Floor -out s.p12 -passout pass:changeit");
    auto store = opened(make, "s.p12");
    REQUIRE(store.keys().size() == 1);
    CHECK(store.trusted().empty());
    CHECK(store.warnings().empty());
    CHECK(store.keys()[0].alias == "hall.Floor");
    REQUIRE(store.keys()[0].chain.size() == 3);
    CHECK(subject_of(*store.keys()[0].chain[0]) == "CN=leaf,O=Acme");
    CHECK(subject_of(*store.keys()[0].chain[2]) == "CN=root,O=Acme");
    CHECK(opens(store, "HALL.floor"));
  }
}

TEST_CASE("a store that keytool made has its keys and trusted certificates, in any case") {
  certificate_maker make;
  make.root("AmazonRootCA1");
  keytool(
      make.folder(), "-genkeypair -keyalg EC -groupname secp256r1 -alias Hall.Floor -dname "
                     "CN=floor -keystore s.p12 -storepass changeit");
  keytool(
      make.folder(), "-importcert -noprompt -alias AmazonRootCA1 -file AmazonRootCA1.pem "
                     "-keystore s.p12 -storepass changeit");
  auto store = opened(make, "s.p12");
  CHECK(store.warnings().empty());
  CHECK(opens(store, "hall.floor"));
  CHECK(opens(store, "HALL.FLOOR"));
  REQUIRE(store.trusted().size() == 1);
  CHECK(store.has_trusted("amazonrootca1"));
  CHECK(authorities_pem(store) == make.text("AmazonRootCA1.pem"));
}

TEST_CASE("keytool lists and uses what is written, and openssl opens it") {
  certificate_maker make;
  make.root("root");
  make.authority("mid", "root");
  keystore store;
  for (auto type : {"RSA 2048", "EC", "Ed25519"}) {
    make.key_type(type);
    make.client("leaf", "mid");
    auto alias = "hall." + std::string{type}.substr(0, 2);
    CHECK(!store.add_key(
        alias, key_of(make, "leaf"), chain_of(make, {"leaf", "mid", "root"}), "changeit"));
  }
  CHECK(!store.add_trusted("Zurich-CA", chain_of(make, {"root"})[0]));
  save(make, "s.p12", store);
  auto list = keytool(make.folder(), "-list -keystore s.p12 -storepass changeit");
  CHECK_THAT(list, Contains("contains 4 entries"));
  CHECK_THAT(list, Contains("hall.ed") && Contains("PrivateKeyEntry"));
  CHECK_THAT(list, Contains("trustedCertEntry"));
  CHECK_THAT(
      keytool(make.folder(), "-certreq -alias hall.ec -keystore s.p12 -storepass changeit"),
      Contains("BEGIN NEW CERTIFICATE REQUEST"));
  CHECK_THAT(
      make.run("openssl pkcs12 -in s.p12 -passin pass:changeit -nodes"),
      Contains("BEGIN PRIVATE KEY"));
  auto again = opened(make, "s.p12");
  CHECK(again.keys().size() == 3);
  CHECK(again.trusted().size() == 1);
  for (auto alias : {"hall.RS", "hall.EC", "hall.Ed"}) {
    CHECK(opens(again, alias));
    CHECK(entry(again, alias).chain.size() == 3);
  }
}

TEST_CASE("keytool imports into an empty store, whatever its password") {
  certificate_maker make;
  make.root("root");
  for (std::string password : {"changeit", ""}) {
    INFO(password);
    save(make, "s.p12", keystore{}, password);
    keytool(
        make.folder(), "-importcert -noprompt -alias amazonrootca1 -file root.pem -keystore "
                       "s.p12 -storepass '"
                           + password + "'");
    auto store = opened(make, "s.p12", password);
    CHECK(store.has_trusted("AmazonRootCA1"));
    CHECK(!open(make, "s.p12", "another"));
  }
}

TEST_CASE("a store under the empty password opens, whoever wrote it") {
  certificate_maker make;
  make.root("root");
  make.run("openssl pkcs12 -export -in root.pem -inkey root.key -name a -out s.p12 -passout pass:");
  CHECK(opens(opened(make, "s.p12", ""), "a", ""));
  keystore store;
  CHECK(!store.add_key("b", key_of(make, "root"), chain_of(make, {"root"}), ""));
  save(make, "t.p12", store, "");
  CHECK(opens(opened(make, "t.p12", ""), "b", ""));
  CHECK_THAT(make.run("openssl pkcs12 -in t.p12 -passin pass: -nodes"), Contains("PRIVATE KEY"));
}

TEST_CASE("what is not understood is kept when a store is written") {
  certificate_maker make;
  make.root("root");
  keytool(
      make.folder(), "-genseckey -keyalg AES -keysize 256 -alias secret -storetype PKCS12 "
                     "-keystore s.p12 -storepass changeit");
  auto store = opened(make, "s.p12");
  CHECK(store.keys().empty());
  CHECK(!store.add_trusted("root", chain_of(make, {"root"})[0]));
  save(make, "s.p12", store);
  auto list = keytool(make.folder(), "-list -keystore s.p12 -storepass changeit");
  CHECK_THAT(list, Contains("contains 2 entries") && Contains("SecretKeyEntry"));
}
