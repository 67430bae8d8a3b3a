#include "tests/support/catch.hpp"

#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "actors/vault/key_pem.hpp"
#include "actors/vault/keystore.hpp"
#include "schemas/errors.hpp"
#include "tests/support/certificates.hpp"

#include <openssl/err.h>

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

namespace {

/// The store, or the sentence why not.
caf::expected<keystore> open(
    const certificate_maker& x, const std::string& file, const std::string& password = "changeit",
    bool legacy = false) {
  auto out = read_keystore(x.text(file), password, {file, legacy, {}});
  CHECK(ERR_peek_error() == 0);
  return out;
}

keystore opened(
    const certificate_maker& x, const std::string& file, const std::string& password = "changeit",
    bool legacy = false) {
  auto out = open(x, file, password, legacy);
  if (!out)
    FAIL(sentence(out.error()));
  return std::move(*out);
}

key_entry entry(const keystore& x, const std::string& alias) {
  auto out = x.find_key(alias);
  if (!out)
    FAIL(sentence(out.error()));
  return *out;
}

bool opens(const keystore& x, const std::string& alias, const std::string& password = "changeit") {
  auto found = entry(x, alias);
  auto key = x.open_key(found, password);
  CHECK(ERR_peek_error() == 0);
  return key && !found.chain.empty() && fits(*key, found.chain.front());
}

void save(
    const certificate_maker& to, const std::string& file, const keystore& x,
    const std::string& password = "changeit") {
  auto bytes = to_pkcs12(x, password);
  CHECK(ERR_peek_error() == 0);
  REQUIRE(bytes);
  write_text(to.folder() / file, *bytes);
}

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (auto& x : all)
    out += x + "\n";
  return out;
}

private_key key_of(const certificate_maker& x, const std::string& name) {
  return read_private_key(x.text(name + ".key"), {}, name).value();
}

std::vector<certificate>
chain_of(const certificate_maker& x, const std::vector<std::string>& names) {
  std::vector<certificate> out;
  for (auto& name : names)
    out.push_back(read_certificates(x.text(name + ".pem"), name).value().front());
  return out;
}

} // namespace

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
    CHECK(subject_of(store.keys()[0].chain[0]) == "CN=leaf,O=Acme");
    CHECK(subject_of(store.keys()[0].chain[2]) == "CN=root,O=Acme");
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
  CHECK(!store.add_trusted("Zürich-CA", chain_of(make, {"root"})[0]));
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
       {std::string{}, std::string(256, 'a'), std::string{"a\nb"}, std::string{"\xff"}})
    CHECK(store.add_trusted(alias, chain_of(make, {"root"})[0]));
  CHECK(store.trusted().empty());
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

TEST_CASE("what is odd about a store is told, and does not keep it from use") {
  certificate_maker make;
  make.root("root");
  make.client("leaf", "root");
  make.run(R"(pack="openssl pkcs12 -export -passout pass:changeit"
$pack -nokeys -in root.pem -name unmarked -out unmarked.p12
$pack -in leaf.pem -inkey leaf.key -out nameless.p12
$pack -in leaf.pem -inkey leaf.key -name a -iter 1 -out weak.p12
$pack -in leaf.pem -inkey leaf.key -name a -out whole.p12
$pack -in leaf.pem -inkey leaf.key -name a -keypbe NONE -certpbe NONE -out plain.p12)");
  auto unmarked = opened(make, "unmarked.p12");
  CHECK(unmarked.trusted().size() == 1);
  CHECK_THAT(joined(unmarked.warnings()), Contains("no mark that it is trusted"));
  auto nameless = opened(make, "nameless.p12");
  CHECK_THAT(joined(nameless.warnings()), Contains("a key has no alias; it is called \"1\" here"));
  CHECK(opens(nameless, "1"));
  CHECK_THAT(joined(opened(make, "weak.p12").warnings()), Contains("1 rounds"));
  write_text(make.folder() / "nomac.p12", without_checksum(make.text("whole.p12")));
  auto nomac = opened(make, "nomac.p12");
  CHECK_THAT(joined(nomac.warnings()), Contains("no checksum"));
  CHECK(is(open(make, "nomac.p12", "wrong").error(), errc::config_invalid));
  auto plain = opened(make, "plain.p12");
  CHECK_THAT(joined(plain.warnings()), Contains("holds a key that is not encrypted"));
  CHECK(opens(plain, "a"));
  save(make, "again.p12", plain);
  CHECK(joined(opened(make, "again.p12").warnings()).empty());
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
  tls_material first;
  tls_material second;
  REQUIRE(!put_identity(first, found, *key));
  REQUIRE(!put_identity(second, found, *key));
  CHECK(first.alias == "hall.a");
  CHECK(first.fingerprint == fingerprint_of(found.chain[0]));
  CHECK(first.password.view().size() == 64);
  CHECK(first.password.view() != second.password.view());
  auto pem = read_text(first.identity.path());
  CHECK_THAT(pem, Contains("BEGIN ENCRYPTED PRIVATE KEY") && !Contains("BEGIN PRIVATE KEY"));
  CHECK(read_certificates(pem, "identity").value().size() == 2);
  CHECK(fits(read_private_key(pem, first.password.view(), "identity").value(), found.chain[0]));
  CHECK(!read_private_key(pem, second.password.view(), "identity"));
  CHECK(!put_authorities(first, store));
  CHECK(!first.authorities); // there is none
  make.client("other", "root");
  auto misfit = put_identity(first, found, key_of(make, "other"));
  CHECK(sentence(misfit) == "the key \"hall.a\" does not fit its certificate CN=leaf,O=Acme");
}

TEST_CASE("each way in which a file is no good store has its own sentence") {
  certificate_maker make;
  make.root("root");
  make.client("leaf", "root");
  make.run(R"(pack="openssl pkcs12 -export -passout pass:changeit -in leaf.pem -inkey leaf.key"
$pack -name a -out good.p12
$pack -name a -maciter -iter 100000 -out slowmac.p12
$pack -legacy -out legacy.p12
openssl x509 -in leaf.pem -outform DER -out cert.der
openssl pkey -in leaf.key -outform DER -out key.der
openssl pkcs8 -topk8 -in leaf.key -passout pass:changeit -outform DER -out pkcs8.der
openssl crl2pkcs7 -nocrl -certfile leaf.pem -outform DER -out pkcs7.der
base64 good.p12 > base64.p12)");
  auto good = make.text("good.p12");
  auto changed = [](std::string bytes, const std::string& from, const std::string& to, bool last) {
    auto at = last ? bytes.rfind(from) : bytes.find(from);
    REQUIRE(at != std::string::npos);
    return bytes.replace(at, from.size(), to);
  };
  // INTEGER 100,000 becomes 8,388,607, and more than 64 bits hold.
  const std::string rounds("\x02\x03\x01\x86\xa0", 5);
  const std::string many("\x02\x03\x7f\xff\xff", 5);
  const std::string sha256("\x60\x86\x48\x01\x65\x03\x04\x02\x01", 9);
  const std::string encrypted("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06", 9);
  auto flipped = good;
  flipped[good.size() / 3] ^= 1;
  struct row {
    std::string bytes;
    std::string says;
  };
  for (auto& x : std::vector<row>{
           {"", "is empty"},
           {std::string(1'000, '\0'), "nothing but zeros"},
           {std::string((16 << 20) + 1, 'x'), "larger than 16 MiB"},
           {make.text("leaf.pem"), "is PEM text, no PKCS#12 store; import its certificates"},
           {make.text("leaf.key"), "openssl pkcs12 -export"},
           {std::string{"\xfe\xed\xfe\xed\0\0\0\2", 8}, "old JKS type; convert it: keytool"},
           {std::string{"\xce\xce\xce\xce\0\0\0\2", 8}, "old JCEKS type"},
           {make.text("base64.p12"), "is a store in base64"},
           {"keystore_password = \"x\"\n", "is a text"},
           {"PK\3\4\xff", "does not begin like one"},
           {"\x30\x82", "is truncated"},
           {good.substr(0, good.size() / 2), "bytes are there; restore it from a backup"},
           {good.substr(0, good.size() - 1), "is truncated: " + std::to_string(good.size() - 1)
                                                 + " of " + std::to_string(good.size())},
           {good + "\n", "has 1 bytes after the end of the store"},
           {good + good, "has " + std::to_string(good.size()) + " bytes after the end"},
           {make.text("cert.der"), "is a single certificate"},
           {make.text("key.der"), "is a bare key"},
           {make.text("pkcs8.der"), "is a bare encrypted key"},
           {make.text("pkcs7.der"), "is a PKCS#7 file"},
           {std::string{"\x30\x06\x02\x01\x03\x02\x01\x03", 8}, "is damaged, or no PKCS#12 store"},
           {flipped, "the password is wrong, or the file is damaged"},
           {changed(make.text("slowmac.p12"), rounds, many, true), "8388607 rounds"},
           {changed(good, sha256, "\x60\x86\x48\x01\x65\x03\x04\x02\x7f", true),
            "a checksum of an unknown kind, 2.16.840.1.101.3.4.2.127"},
           {changed(good, sha256, "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0e", true), "PBMAC1"},
           {changed(good, encrypted, "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x7f", false), "damaged"},
           {make.text("legacy.p12"), "is encrypted with the old cipher"},
       }) {
    INFO(x.says);
    auto got = read_keystore(x.bytes, "changeit", {"/store.p12", false, {}});
    CHECK(ERR_peek_error() == 0);
    REQUIRE(!got);
    CHECK_THAT(sentence(got.error()), Catch::StartsWith("/store.p12 ") && Contains(x.says));
  }
}

TEST_CASE("parts of a store without a checksum are no less looked at") {
  certificate_maker make;
  make.root("root");
  make.run("openssl pkcs12 -export -passout pass:changeit -in root.pem -inkey root.key -name a "
           "-iter 100000 -out s.p12");
  auto good = without_checksum(make.text("s.p12"));
  auto changed = [&](const std::string& from, const std::string& to) {
    auto bytes = good;
    auto at = bytes.find(from);
    REQUIRE(at != std::string::npos);
    return bytes.replace(at, from.size(), to);
  };
  struct row {
    std::string bytes;
    std::string says;
  };
  const std::string aes("\x60\x86\x48\x01\x65\x03\x04\x01\x2a", 9);
  const std::string pbkdf2("\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c", 9);
  const std::string pbes2("\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d", 9);
  const std::string encrypted("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06", 9);
  for (auto& x : std::vector<row>{
           {changed({"\x02\x03\x01\x86\xa0", 5}, {"\x02\x03\x7f\xff\xff", 5}), "8388607 rounds"},
           {changed(aes, "\x60\x86\x48\x01\x65\x03\x04\x01\x7f"), "is not supported"},
           {changed(pbkdf2, "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x7f"), "instead of PBKDF2"},
           {changed(pbes2, "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x7f"), "is not supported"},
       }) {
    INFO(x.says);
    auto got = read_keystore(x.bytes, "changeit", {"/store.p12", false, {}});
    CHECK(ERR_peek_error() == 0);
    REQUIRE(!got);
    CHECK_THAT(sentence(got.error()), Catch::StartsWith("/store.p12 ") && Contains(x.says));
  }
}
