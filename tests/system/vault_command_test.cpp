#include "tests/support/catch.hpp"

#include "tests/support/certificates.hpp"

#include <sys/stat.h>

using namespace troupe::test;
using Catch::Matchers::Contains;

namespace {

/// A configuration with agents in realm "hall", and certificates to import.
struct box {
  box() {
    make.root("root");
    make.client("device", "root");
    write_text(config, "[runtime]\nstorage_dir = \"" + storage.string() + R"("
[realm.hall.agent.aws-iot]
host = "127.0.0.1"
secure_mode = true
certificate_alias = "AwsIoT"
[realm.hall.agent.web]
host = "127.0.0.1"
secure_mode = true
)");
  }

  finished_process vault(std::vector<std::string> arguments, const std::string& input = {}) const {
    write_text(make.folder() / "input", input);
    std::vector<std::string> all{"sh", "-c", "exec \"$@\" < input", "sh"};
    all.insert(all.end(), prefix.begin(), prefix.end());
    all.insert(all.end(), {TROUPE_BINARY, "vault"});
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"-c", config.string()});
    return run({all, environment, make.folder()});
  }

  finished_process import(std::vector<std::string> more) const {
    std::vector<std::string> all{"import", "--realm", "hall", "--alias", "AwsIoT"};
    all.insert(all.end(), more.begin(), more.end());
    return vault(all);
  }

  certificate_maker make;
  std::filesystem::path storage = make.folder() / "storage";
  std::filesystem::path config = make.folder() / "troupe.toml";
  std::vector<std::string> environment{"OR_KEYSTORE_PASSWORD=changeit"};
  std::vector<std::string> prefix; ///< Before the program, e.g. faketime.
};

} // namespace

TEST_CASE("a key that is imported is what an agent presents, and keytool uses it") {
  box x;
  auto missing = x.vault({"check"});
  CHECK(missing.code == 1);
  auto imported = x.import({"--cert", "device.pem", "--chain", "root.pem", "--key", "device.key"});
  CHECK(imported.errors == "");
  CHECK(imported.code == 0);
  CHECK_THAT(imported.output, Contains("imported hall.AwsIoT: EC P-256, CN=device,O=Acme, valid"));
  auto trusted = x.vault({"trust", "--alias", "root", "-"}, x.make.text("root.pem"));
  CHECK(trusted.errors == "");
  CHECK(trusted.code == 0);
  auto checked = x.vault({"check"});
  CHECK(checked.code == 0);
  CHECK_THAT(checked.output, Contains("hall/aws-iot: good"));
  CHECK_THAT(checked.output, Contains("CN=device,O=Acme <- CN=root,O=Acme"));
  CHECK_THAT(checked.output, Contains("root and the system's certificates"));
  CHECK_THAT(checked.output, Contains("hall/web: good\n  presents  nothing"));
  auto list = x.vault({"list", "--json"});
  CHECK_THAT(list.output, Contains("\"alias\":\"hall.AwsIoT\"") && Contains("\"chain_length\":2"));
  CHECK_THAT(list.output, Contains("\"kind\":\"trusted\"") && Contains("\"problems\":[]"));
  CHECK_THAT(
      keytool(
          x.storage / "keystores", "-certreq -alias hall.awsiot -keystore client_keystore.p12 "
                                   "-storepass changeit"),
      Contains("BEGIN NEW CERTIFICATE REQUEST"));
  CHECK(x.vault({"remove", "--realm", "hall", "--alias", "awsiot"}).code == 0);
  CHECK(x.vault({"remove", "--trusted", "--alias", "ROOT"}).code == 0);
  CHECK_THAT(x.vault({"list"}).output, Contains("no entries"));
}

TEST_CASE("key and certificate come from one text on standard input, or from a PKCS#12 file") {
  box x;
  auto both = x.make.text("device.key") + x.make.text("device.pem") + x.make.text("root.pem");
  auto piped =
      x.vault({"import", "--realm", "hall", "--alias", "a", "--cert", "-", "--key", "-"}, both);
  CHECK(piped.errors == "");
  CHECK_THAT(piped.output, Contains("2 certificates"));
  x.make.run("openssl pkcs12 -export -in device.pem -inkey device.key -name pair -out pair.p12 "
             "-passout pass:tiger; echo tiger > pair.txt; chmod 600 pair.txt pair.p12");
  auto locked = x.import({"--p12", "pair.p12"});
  CHECK(locked.code == 1);
  CHECK_THAT(locked.errors, Contains("name --key-password-file"));
  CHECK(x.import({"--p12", "pair.p12", "--key-password-file", "pair.txt"}).code == 0);
  auto checked = x.vault({"check", "--json"});
  CHECK(checked.code == 0);
  CHECK_THAT(checked.output, Contains("\"agent\":\"aws-iot\",\"alias\":\"hall.AwsIoT\""));
}

TEST_CASE("what would fail later is refused now, each with its sentence") {
  box x;
  x.make.client("other", "root");
  x.make.at("2020-01-01 00:00:00");
  x.make.client("old", "root");
  x.make.at("");
  x.make.key_type("RSA 1024");
  x.make.client("short", "root");
  struct row {
    std::vector<std::string> arguments;
    int code;
    std::string says;
  };
  auto pair = [](const std::string& cert, const std::string& key,
                 std::vector<std::string> more = {}) {
    std::vector<std::string> out{"import", "--realm", "hall",  "--alias", "a",
                                 "--cert", cert,      "--key", key};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  };
  for (auto& y : std::vector<row>{
           {pair("device.pem", "other.key"), 1, "does not fit the certificate CN=device"},
           {pair("old.pem", "old.key"), 1, "--force imports it nevertheless"},
           {pair("short.pem", "short.key"), 1, "is too weak for TLS"},
           {pair("none.pem", "device.key"), 1, "none.pem cannot be read: No such file"},
           {pair("device.key", "device.key"), 1, "holds no certificate"},
           {pair("device.pem", "device.pem"), 1, "holds no private key"},
           {pair("device.pem", "device.key"), 0, ""},
           {pair("device.pem", "device.key"), 1, "has \"hall.a\" already; --replace"},
           {pair("other.pem", "other.key", {"--replace"}), 0, ""},
           {pair("old.pem", "old.key", {"--replace", "--force"}), 0, "warning: the certificate"},
           {{"trust", "--alias", "old", "old.pem"}, 1, "expired"},
           {{"trust", "--alias", "x", "device.pem"}, 0, "is no authority"},
           {{"remove", "--alias", "hall.b"}, 1, "did you mean \"hall.a\"?"},
           {{"import", "--realm", "Hall", "--alias", "a", "--cert", "a", "--key", "b"},
            64,
            "no realm's name"},
           {{"import", "--realm", "hall.x", "--alias", "a", "--cert", "a", "--key", "b"},
            64,
            "no realm's name"},
           {{"impot"}, 64, "did you mean 'import'?"},
           {{"import", "--realm", "hall", "--alias", "a"}, 64, "name --cert and --key, or --p12"},
           {{"import", "--realm", "hall", "--alias", "a", "--cert", "a"}, 64, "--key"},
       }) {
    auto got = x.vault(y.arguments);
    INFO(got.output << got.errors);
    CHECK(got.code == y.code);
    CHECK_THAT(got.errors, Contains(y.says));
  }
  auto elsewhere = x.vault(
      {"import", "--realm", "attic", "--alias", "a", "--cert", "device.pem", "--key",
       "device.key"});
  CHECK(elsewhere.code == 0);
  CHECK_THAT(elsewhere.errors, Contains("the configuration has no realm \"attic\""));
  ::chmod((x.make.folder() / "device.key").c_str(), 0644);
  CHECK_THAT(
      x.import({"--cert", "device.pem", "--key", "device.key"}).errors,
      Contains("device.key can be read by every user of this machine (mode 0644)"));
}

TEST_CASE("a store that does not open stays as it is, and every command says why") {
  box x;
  CHECK(x.import({"--cert", "device.pem", "--key", "device.key"}).code == 0);
  auto file = x.storage / "keystores" / "client_keystore.p12";
  auto good = read_text(file);
  write_text(file, good.substr(0, good.size() / 2));
  for (auto arguments : std::vector<std::vector<std::string>>{
           {"list"}, {"check"}, {"remove", "--alias", "hall.AwsIoT"}}) {
    auto got = x.vault(arguments);
    CHECK(got.code == 1);
    CHECK_THAT(got.output + got.errors, Contains("client_keystore.p12 is truncated"));
  }
  CHECK(read_text(file).size() == good.size() / 2);
  write_text(file, good);
  x.environment = {"OR_KEYSTORE_PASSWORD=another"};
  auto locked = x.vault({"check"});
  CHECK(locked.code == 1);
  CHECK_THAT(locked.output, Contains("the password is wrong") && Contains("OR_KEYSTORE_PASSWORD"));
  x.environment = {"OR_KEYSTORE_PASSWORD=another", "OR_ADMIN_PASSWORD=changeit"};
  auto opened = x.vault({"check"});
  CHECK(opened.code == 0);
  CHECK_THAT(opened.errors, Contains("vault.other_password"));
}

TEST_CASE("before the day of the build the commands judge no certificate, and say why") {
  box x;
  x.make.at("2020-01-01 00:00:00");
  x.make.client("old", "root");
  x.prefix = {"faketime", "2021-01-01 12:00:00"};
  for (std::string name : {"device", "old"}) { // not valid yet, and valid by that clock
    auto imported = x.import({"--cert", name + ".pem", "--key", name + ".key", "--replace"});
    CHECK(imported.code == 0);
    CHECK_THAT(imported.errors, Contains("the clock stands before the day this program was built"));
    CHECK_THAT(imported.errors, !Contains("is not valid before"));
  }
  auto trusted = x.vault({"trust", "--alias", "root", "root.pem"});
  CHECK(trusted.code == 0);
  CHECK_THAT(trusted.errors, Contains("before the day this program was built"));
  auto checked = x.vault({"check"});
  CHECK(checked.code == 1);
  CHECK_THAT(
      checked.output,
      Contains("so no certificate can be judged; it connects once the time is right"));
  CHECK_THAT(
      checked.output, !Contains("not valid before") && !Contains("expire") && !Contains("(in"));
  CHECK_THAT(x.vault({"list"}).errors, Contains("before the day this program was built"));
  x.prefix.clear();
  CHECK_THAT(x.vault({"check"}).output, Contains("CN=old,O=Acme expired"));
}

TEST_CASE("trust that is replaced takes nothing along that somebody added by itself") {
  box x;
  for (auto name : {"second", "third"})
    x.make.root(name);
  x.make.run("cat root.pem second.pem > both.pem");
  REQUIRE(x.vault({"trust", "--alias", "plant", "both.pem"}).code == 0);
  REQUIRE(x.vault({"trust", "--alias", "plant-3", "second.pem"}).code == 0);
  auto replaced = x.vault({"trust", "--alias", "plant", "--replace", "third.pem"});
  CHECK(replaced.code == 0);
  CHECK_THAT(
      replaced.errors,
      Contains(
          "\"plant-2\" is trusted still; 'troupe vault remove --trusted --alias plant-2' ends"));
  auto list = x.vault({"list"}).output;
  CHECK_THAT(list, Contains("plant ") && Contains("plant-2 ") && Contains("plant-3 "));
  CHECK_THAT(list, !Contains("CN=root"));
}

TEST_CASE("what is misused is told instead of passed over") {
  box x;
  x.make.root("other");
  auto chained = x.import({"--cert", "device.pem", "--key", "device.key", "--chain", "other.pem"});
  CHECK(chained.code == 0);
  CHECK_THAT(
      chained.errors, Contains("other.pem holds no issuer of CN=device,O=Acme; it is left out"));
  for (auto alias : {"", " a", "a ", "GER\u00c4T"}) {
    auto refused = x.vault(
        {"import", "--realm", "hall", "--alias", alias, "--cert", "device.pem", "--key",
         "device.key"});
    CHECK(refused.code != 0);
    CHECK_THAT(refused.errors, Contains("is no alias"));
    CHECK_THAT(x.vault({"trust", "--alias", alias, "root.pem"}).errors, Contains("is no alias"));
  }
  x.make.run("mkfifo pipe; (cat device.key > pipe) >/dev/null 2>&1 &");
  CHECK(x.import({"--replace", "--cert", "device.pem", "--key", "pipe"}).code == 0);
  x.prefix = {"sh", "-c", "exec \"$@\" > /dev/full", "sh"};
  auto full = x.vault({"list"});
  CHECK(full.code == 1);
  CHECK_THAT(full.errors, Contains("standard output cannot be written"));
}

TEST_CASE("what will never do is not imported without --force") {
  box x;
  write_text(x.make.folder() / "server.ext", "extendedKeyUsage=serverAuth\n");
  x.make.run(
      "openssl x509 -req -in device.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile "
      "server.ext -out server.pem 2>/dev/null");
  auto server = x.import({"--cert", "server.pem", "--key", "device.key"});
  CHECK(server.code == 1);
  CHECK_THAT(server.errors, Contains("is not for a TLS client") && Contains("--force"));
  x.make.at("2020-01-01 00:00:00");
  x.make.authority("old", "root");
  x.make.at("");
  x.make.client("late", "old");
  auto late = x.import({"--cert", "late.pem", "--key", "late.key", "--chain", "old.pem"});
  CHECK(late.code == 1);
  CHECK_THAT(late.errors, Contains("CN=old,O=Acme expired"));
  x.make.key_type("RSA 1024");
  x.make.root("weak");
  auto weak = x.vault({"trust", "--alias", "weak", "weak.pem"});
  CHECK(weak.code == 1);
  CHECK_THAT(weak.errors, Contains("is too weak for TLS") && Contains("--force"));
  CHECK(x.vault({"trust", "--force", "--alias", "weak", "weak.pem"}).code == 0);
}

TEST_CASE("a password that only the service sees is not guessed") {
  box x;
  write_text(
      x.config, read_text(x.config) + "[vault]\nkeystore_password.credential = \"keystore\"\n");
  auto got = x.vault({"trust", "--alias", "my root", "root.pem"});
  CHECK(got.code == 78);
  CHECK_THAT(
      got.errors, Contains("the credential \"keystore\" cannot be seen here")
                      && Contains("sudo systemd-run -qP -p LoadCredential")
                      && Contains("=keystore:/")
                      && Contains(" --working-directory=" + x.make.folder().string() + " "));
  CHECK_THAT(
      got.errors, Contains(
                      std::string{TROUPE_BINARY} + " vault trust --alias 'my root' root.pem -c "
                      + x.config.string() + "\n"));
  CHECK(!std::filesystem::exists(x.storage));
}
