#include "tests/support/catch.hpp"

#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "schemas/errors.hpp"
#include "tests/support/certificates.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

namespace {

constexpr int64_t day = 86'400'000;

certificate read(const certificate_maker& x, const std::string& name) {
  return read_certificates(x.text(name + ".pem"), name).value().front();
}

} // namespace

TEST_CASE("a certificate tells who it is for, from whom, with which key, and until when") {
  certificate_maker make;
  make.at("2026-01-02 03:04:05");
  make.days(10);
  make.root("Wurzel");
  struct row {
    std::string type;
    std::string shown;
  };
  for (auto& x :
       std::vector<row>{{"EC", "EC P-256"}, {"RSA 2048", "RSA 2048"}, {"Ed25519", "Ed25519"}}) {
    make.key_type(x.type);
    make.client("edge-7", "Wurzel");
    auto leaf = read(make, "edge-7");
    auto view = view_of("hall.a", true, {leaf, read(make, "Wurzel")});
    CHECK(view.alias == "hall.a");
    CHECK(view.is_key);
    CHECK(view.subject == "CN=edge-7,O=Acme");
    CHECK(view.issuer == "CN=Wurzel,O=Acme");
    CHECK(view.key_type == x.shown);
    CHECK(view.chain_length == 2);
    CHECK(moment_text(view.not_before_ms) == "2026-01-02 03:04:05 UTC");
    CHECK(view.not_after_ms - view.not_before_ms == 10 * day);
    auto print = make.run("openssl x509 -in edge-7.pem -noout -fingerprint -sha256 | cut -d= -f2 | "
                          "tr -d ':\\n' | tr A-F a-f");
    CHECK(view.fingerprint == print);
    CHECK(names_of(*leaf) == "\"client.test\", \"10.0.0.7\"");
  }
}

TEST_CASE("a name of a certificate keeps its letters and shows its control characters") {
  certificate_maker make;
  make.run("openssl req -x509 -newkey rsa:2048 -nodes -utf8 -keyout a.key -out a.pem -subj "
           "\"/O=Zürich, AG/CN=a$(printf '\\033')b\" 2>/dev/null");
  CHECK(subject_of(*read(make, "a")) == "CN=a\\1Bb,O=Zürich\\, AG");
}

TEST_CASE("validity is judged by the clock that is given") {
  certificate_maker make;
  make.at("2026-01-01 00:00:00");
  make.days(10);
  make.root("root");
  auto x = read(make, "root");
  auto start = not_before_ms(*x);
  struct row {
    int64_t now;
    std::string says;
    int64_t left;
  };
  for (auto& y : std::vector<row>{
           {start - 3 * day, "is not valid before 2026-01-01 00:00:00 UTC, in 3 days", 13},
           {start - 1, "is not valid before 2026-01-01 00:00:00 UTC, in 1 second", 10},
           {start - 59'000, "is not valid before 2026-01-01 00:00:00 UTC, in 59 seconds", 10},
           {start, "", 10},
           {start + 10 * day, "", 0},
           {start + 10 * day + 60'000, "expired 1 minute ago (2026-01-11 00:00:00 UTC)", -1},
           {start + 10 * day + 7'200'000, "expired 2 hours ago (2026-01-11 00:00:00 UTC)", -1},
           {start + 13 * day, "expired 3 days ago (2026-01-11 00:00:00 UTC)", -3},
       }) {
    CHECK(validity_problem(x, y.now) == y.says);
    CHECK(days_left(x, y.now) == y.left);
  }
}

TEST_CASE("a chain is put in order, from what was issued to the authority that issued itself") {
  certificate_maker make;
  make.root("root");
  make.root("stranger");
  make.authority("mid", "root");
  make.client("leaf", "mid");
  auto leaf = read(make, "leaf");
  auto mid = read(make, "mid");
  auto root = read(make, "root");
  CHECK(self_signed(root));
  CHECK(!self_signed(mid));
  CHECK(is_authority(mid));
  CHECK(!is_authority(leaf));
  CHECK(view_of("a", true, {leaf, mid, root}).ends_with == "");
  auto chain = chain_from(leaf, certificate_pool{{root, read(make, "stranger"), mid, leaf}});
  REQUIRE(chain.size() == 3);
  CHECK(chain[1] == mid);
  CHECK(chain[2] == root);
}

TEST_CASE("what TLS refuses as too weak is told before it does") {
  certificate_maker make;
  make.root("root");
  make.client("good", "root");
  make.key_type("RSA 1024");
  make.client("short", "root");
  make.run(
      "openssl x509 -req -in good.csr -sha1 -CA root.pem -CAkey root.key -CAcreateserial -days 9 "
      "-out sha1.pem 2>/dev/null");
  CHECK(presenting_problem({read(make, "good"), read(make, "root")}) == "");
  CHECK(weakness(read(make, "root")) == "");
  for (auto& chain : {std::vector{read(make, "short")}, {read(make, "good"), read(make, "short")}})
    CHECK_THAT(
        presenting_problem(chain), Contains("CN=short,O=Acme (RSA 1024) is too weak for TLS"));
  CHECK_THAT(weakness(read(make, "sha1")), Contains("(sha1) is too weak for TLS"));
}

TEST_CASE("what no client can present is told before a broker refuses it") {
  certificate_maker make;
  make.root("root");
  struct row {
    std::string key; ///< Options of openssl genpkey.
    std::string extensions;
    std::string says;
  };
  auto curve = [](std::string name) { return "EC -pkeyopt ec_paramgen_curve:" + name; };
  for (auto& x : std::vector<row>{
           {curve("P-384"), "extendedKeyUsage=clientAuth", ""},
           {curve("P-521"), "extendedKeyUsage=serverAuth,clientAuth", ""},
           {"ed25519", "basicConstraints=CA:FALSE", ""},
           {curve("P-256"), "extendedKeyUsage=serverAuth", "is not for a TLS client"},
           {curve("P-256"), "keyUsage=keyCertSign", "is not for a TLS client"},
           {curve("secp256k1"), "", "(EC secp256k1) is of a curve that TLS does not use"},
           {curve("brainpoolP256r1"), "", "(EC brainpoolP256r1) is of a curve"},
           {curve("P-256") + " -pkeyopt ec_param_enc:explicit", "", "spells the parameters"},
       }) {
    write_text(make.folder() / "x.ext", x.extensions);
    make.run(
        "openssl genpkey -algorithm " + x.key
        + " -out x.key\nopenssl req -new -key x.key -subj "
          "/CN=x -out x.csr\nopenssl x509 -req -in x.csr -CA root.pem -CAkey root.key "
          "-CAcreateserial -extfile x.ext -out x.pem 2>/dev/null");
    INFO(x.key << " " << x.extensions);
    auto found = presenting_problem({read(make, "x")});
    CHECK_THAT(found, Contains(x.says));
    CHECK(found.empty() == x.says.empty());
  }
}

TEST_CASE("keys are read in every form that openssl writes, and fit their certificate only") {
  certificate_maker make;
  make.key_type("RSA 2048");
  make.root("root");
  make.root("other");
  make.run(R"(openssl rsa -in root.key -traditional -out old.key 2>/dev/null
openssl rsa -in root.key -aes128 -traditional -passout pass:tiger -out oldsecret.key 2>/dev/null
openssl pkcs8 -topk8 -in root.key -passout pass:tiger -out new.key
openssl pkcs8 -topk8 -in root.key -passout pass:tiger -outform DER -out der.key
openssl pkey -in root.key -outform DER -out plain.key
cat root.pem root.key > both.key
openssl x509 -in root.pem -outform DER -out root.der)");
  auto root = read(make, "root");
  struct row {
    const char* file;
    const char* password;
  };
  for (auto& x : std::vector<row>{
           {"root.key", ""},
           {"old.key", ""},
           {"both.key", ""},
           {"plain.key", ""},
           {"oldsecret.key", "tiger"},
           {"new.key", "tiger"},
           {"der.key", "tiger"}}) {
    INFO(x.file);
    auto key = read_private_key(make.text(x.file), x.password, x.file);
    REQUIRE(key);
    CHECK(fits(*key, root));
    CHECK(!fits(*key, read(make, "other")));
    if (*x.password) {
      CHECK(is(read_private_key(make.text(x.file), "lion", x.file).error(), errc::config_invalid));
      CHECK(is(read_private_key(make.text(x.file), "", x.file).error(), errc::config_invalid));
    }
  }
  CHECK(
      to_pem(read_certificates(make.text("root.der"), "root").value()[0]) == make.text("root.pem"));
  CHECK(read_certificates(make.text("both.key"), "both").value().size() == 1);
  for (auto& text :
       {std::string{}, std::string{"junk"}, make.text("root.key"),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + std::string{}}) {
    auto refused = read_certificates(text, "a file");
    REQUIRE(!refused);
    CHECK_THAT(sentence(refused.error()), Catch::StartsWith("a file "));
  }
  CHECK(!read_private_key(make.text("root.pem"), {}, "a file"));
}
