#include "tests/support/catch.hpp"

#include "tests/actors/vault/keystore_support.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

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
