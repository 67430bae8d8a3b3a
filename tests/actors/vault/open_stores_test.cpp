#include "tests/support/catch.hpp"

#include "actors/vault/agent_check.hpp"
#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "schemas/errors.hpp"
#include "tests/support/certificates.hpp"

#include <map>

#include <sys/stat.h>

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

namespace {

/// A storage folder with certificates made beside it.
struct box {
  vault_places places(std::map<std::string, std::string> set = {}) const {
    settings x;
    x.runtime.storage_dir = storage;
    x.vault = vault;
    environment env;
    env.variable = [set](const std::string& name) -> std::optional<std::string> {
      auto at = set.find(name);
      return at == set.end() ? std::nullopt : std::optional{at->second};
    };
    auto out = find_stores(x, env);
    REQUIRE(out);
    return *out;
  }

  certificate_maker make;
  std::filesystem::path storage = make.folder() / "storage";
  vault_settings vault;
};

mode_t mode_of(const std::filesystem::path& x) {
  struct stat seen {};
  REQUIRE(::stat(x.c_str(), &seen) == 0);
  return seen.st_mode & 07777;
}

std::string joined(const std::vector<store_problem>& all) {
  std::string out;
  for (auto& x : all)
    out += (x.low ? "low: " : "") + x.text + "\n";
  return out;
}

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (auto& x : all)
    out += x + "\n";
  return out;
}

} // namespace

TEST_CASE("the first start makes both stores under a random password, and says what that means") {
  box x;
  auto places = x.places();
  REQUIRE(!make_missing_stores(places));
  auto password = places.password_file();
  CHECK(read_text(password).size() == 65);
  for (auto& file : {password, places.keys.file, places.trusted.file})
    CHECK(mode_of(file) == 0600);
  CHECK(mode_of(places.folder()) == 0700);
  for (auto& again : {places, x.places()}) {
    auto keys = open_store(again.keys, again).value();
    CHECK(keys.content.keys().empty());
    CHECK_THAT(joined(keys.problems), Catch::StartsWith("low: the password of "));
    CHECK(joined(open_store(again.trusted, again).value().problems).empty());
  }
  auto text = read_text(password);
  text.pop_back();
  auto moved = x.places({{"OR_KEYSTORE_PASSWORD", text}}); // while the file still lies there
  CHECK_THAT(
      joined(open_store(moved.keys, moved).value().problems),
      Contains("lies beside it") && Contains("OR_KEYSTORE_PASSWORD says it, too; remove "));
  auto before = read_text(places.keys.file);
  REQUIRE(!make_missing_stores(places));
  CHECK(read_text(places.keys.file) == before);
}

TEST_CASE("stores made with a password that somebody names have that one") {
  box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}, {"OR_ADMIN_PASSWORD", "tiger"}});
  REQUIRE(!make_missing_stores(places));
  CHECK(!std::filesystem::exists(places.password_file()));
  CHECK(joined(open_store(places.keys, places).value().problems).empty());
  CHECK(read_keystore(read_text(places.trusted.file), "changeit", {}));
  // What compose files pass for a variable that is not set is no password.
  box z;
  auto unset = z.places({{"OR_KEYSTORE_PASSWORD", ""}});
  REQUIRE(!make_missing_stores(unset));
  CHECK(!read_keystore(read_text(unset.keys.file), "", {}));
  // The administrator's opens what has it, but no new store gets it.
  box y;
  auto admin = y.places({{"OR_ADMIN_PASSWORD", "tiger"}});
  REQUIRE(!make_missing_stores(admin));
  CHECK(std::filesystem::exists(admin.password_file()));
  CHECK(!read_keystore(read_text(admin.keys.file), "tiger", {}));
}

TEST_CASE("a password that keytool cannot use is told, and no store is made with it") {
  box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "geheimnisträger"}});
  CHECK_THAT(
      sentence(make_missing_stores(places)),
      Catch::StartsWith("OR_KEYSTORE_PASSWORD has characters beyond ASCII"));
  CHECK(!std::filesystem::exists(places.keys.file));
  for (auto& file : {places.keys.file, places.trusted.file})
    write_text(file, to_pkcs12(keystore{}, "geheimnisträger").value());
  CHECK_THAT(
      joined(open_store(places.trusted, places).value().problems),
      Contains("OR_KEYSTORE_PASSWORD has characters beyond ASCII"));
  places.key_password = secret{"schlüssel"};
  CHECK_THAT(
      joined(open_store(places.keys, places).value().problems),
      Contains("vault.key_password has characters beyond ASCII"));
}

TEST_CASE("a store that does not open with its password is tried with the others") {
  box x;
  auto old = x.places({{"OR_KEYSTORE_PASSWORD", "old"}});
  REQUIRE(!make_missing_stores(old));
  auto now = x.places({{"OR_KEYSTORE_PASSWORD", "new"}, {"OR_ADMIN_PASSWORD", "old"}});
  CHECK(open_store(now.keys, now).value().password.source == "OR_ADMIN_PASSWORD");
  auto lost = x.places({{"OR_KEYSTORE_PASSWORD", "new"}});
  auto refused = open_store(lost.keys, lost);
  REQUIRE(!refused);
  CHECK(
      sentence(refused.error())
      == lost.keys.file.string()
             + " does not open: the password is wrong, or the file is damaged; tried were: "
               "OR_KEYSTORE_PASSWORD, the empty password, OpenRemote's default password");
}

TEST_CASE("a file that somebody names must be there") {
  box x;
  auto places = x.places({{"OR_SSL_CLIENT_KEYSTORE_FILE", "/nowhere/k.p12"}});
  REQUIRE(!make_missing_stores(places));
  CHECK(
      sentence(open_store(places.keys, places).error())
      == "OR_SSL_CLIENT_KEYSTORE_FILE names /nowhere/k.p12, which is not there");
  CHECK(open_store(places.trusted, places));
}

TEST_CASE("the tutorial of OpenRemote works with the stores of the first start") {
  box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}});
  REQUIRE(!make_missing_stores(places));
  x.make.root("AmazonRootCA1");
  x.make.client("cert", "AmazonRootCA1");
  x.make.run("openssl pkcs12 -export -in cert.pem -inkey cert.key -out pair.p12 -name "
             "openremoteagent -passout pass:pairpass");
  keytool(
      x.make.folder(),
      "-importkeystore -destkeystore storage/keystores/client_keystore.p12 -srckeystore pair.p12 "
      "-srcstoretype PKCS12 -srcalias openremoteagent -destalias "
      "master.OpenRemoteAwsIoTClientCertificate -srcstorepass pairpass -deststorepass changeit");
  keytool(
      x.make.folder(), "-importcert -noprompt -file AmazonRootCA1.pem -keystore "
                       "storage/keystores/client_truststore.p12 -alias amazonrootca1 -storepass "
                       "changeit");
  auto stores = open_stores(places);
  agent_settings agent;
  agent.id = "aws-iot";
  agent.secure_mode = true;
  agent.certificate_alias = "OpenRemoteAwsIoTClientCertificate";
  agent.trust = trust::own;
  auto now = not_before_ms(*stores.trusted->content.trusted().at(0).content) + 1'000;
  auto checked = check_agent("master", agent, stores, now);
  CHECK(joined(checked.problems) == "");
  CHECK(joined(checked.warnings) == "");
  CHECK(checked.identity.subject == "CN=cert,O=Acme");
  CHECK(checked.issuer == "CN=AmazonRootCA1,O=Acme"); // openssl put no chain into the pair
  CHECK(checked.own_authorities == std::vector<std::string>{"amazonrootca1"});
  auto another = check_agent("hall", agent, stores, now);
  CHECK(
      joined(another.problems)
      == "there is no key with the alias \"hall.OpenRemoteAwsIoTClientCertificate\" in "
             + places.keys.file.string() + "\n");
}

TEST_CASE("what an agent's certificates will fail for is told beforehand") {
  box x;
  x.vault.key_password = secret{"keys"};
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}});
  REQUIRE(!make_missing_stores(places));
  x.make.root("root");
  x.make.days(10);
  x.make.client("leaf", "root");
  x.make.client("other", "root");
  auto key = [&](const std::string& name) {
    return read_private_key(x.make.text(name + ".key"), {}, name).value();
  };
  auto chain = read_certificates(x.make.text("leaf.pem") + x.make.text("root.pem"), "").value();
  auto store = open_store(places.keys, places).value();
  CHECK(!store.content.add_key("hall.good", key("leaf"), chain, "keys"));
  CHECK(!store.content.add_key("hall.stores", key("leaf"), chain, "changeit"));
  CHECK(!store.content.add_key("hall.locked", key("leaf"), chain, "lost"));
  CHECK(!store.content.add_key("hall.misfit", key("other"), chain, "keys"));
  CHECK(!store.content.add_key("hall.twin", key("leaf"), chain, "keys"));
  CHECK(!store.content.add_key("hall.TWIN", key("leaf"), chain, "keys"));
  REQUIRE(!save_store(store));
  auto stores = open_stores(places);
  auto start = not_before_ms(*chain[0]);
  auto problems = [&](const std::string& alias, int64_t now) {
    agent_settings agent;
    agent.certificate_alias = alias;
    return joined(check_agent("hall", agent, stores, now).problems);
  };
  auto now = start + 1'000;
  CHECK(problems("GOOD", now) == "");
  CHECK(problems("stores", now) == "");
  CHECK_THAT(problems("locked", now), Contains("opens neither with vault.key_password nor with"));
  CHECK_THAT(problems("misfit", now), Contains("does not fit its certificate CN=leaf"));
  CHECK_THAT(problems("twin", now), Contains("2 keys have the alias"));
  CHECK_THAT(problems("GERÄT", now), Contains("keytool stores small letters"));
  CHECK_THAT(problems("gode", now), Contains("did you mean \"hall.good\"?"));
  CHECK_THAT(problems("good", start - 86'400'000), Contains("is not valid before"));
  CHECK_THAT(problems("good", start + 20 * int64_t{86'400'000}), Contains("expired 10 days ago"));
  agent_settings own;
  own.trust = trust::own;
  CHECK_THAT(
      joined(check_agent("hall", own, stores, now).problems), Contains("no broker is trusted"));
  own.trust = trust::own_and_system; // an empty truststore keeps nobody from the system's
  CHECK(joined(check_agent("hall", own, stores, now).problems) == "");
  own.certificate_alias = "good";
  CHECK_THAT(joined(check_agent("hall", own, stores, now).warnings), Contains("expires in 9 days"));
}

TEST_CASE("an intermediate that has expired and authorities that will not do are told") {
  box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}});
  REQUIRE(!make_missing_stores(places));
  x.make.days(30);
  x.make.root("root");
  x.make.days(5);
  x.make.authority("mid", "root");
  x.make.days(365);
  x.make.client("leaf", "mid");
  x.make.key_type("RSA 1024");
  x.make.root("weak");
  auto certificate_of = [&](const std::string& name) {
    return read_certificates(x.make.text(name + ".pem"), name).value().front();
  };
  auto keys = open_store(places.keys, places).value();
  REQUIRE(!keys.content.add_key(
      "hall.a", read_private_key(x.make.text("leaf.key"), {}, "").value(),
      {certificate_of("leaf"), certificate_of("mid"), certificate_of("root")}, "changeit"));
  REQUIRE(!save_store(keys));
  agent_settings agent;
  agent.certificate_alias = "a";
  constexpr int64_t day = 86'400'000;
  auto start = not_before_ms(*certificate_of("leaf"));
  auto at = [&](int64_t days) {
    return check_agent("hall", agent, open_stores(places), start + 1'000 + days * day);
  };
  auto soon = at(1);
  CHECK(joined(soon.problems) == "");
  CHECK(joined(soon.warnings) == "the certificate CN=mid,O=Acme expires in 3 days\n");
  CHECK(soon.identity.ends_with == "CN=mid,O=Acme");
  CHECK(soon.identity.not_after_ms == not_after_ms(*certificate_of("mid")));
  CHECK_THAT(joined(at(6).problems), Contains("CN=mid,O=Acme expired"));
  CHECK_THAT(joined(at(31).problems), !Contains("CN=root")); // the broker has its own
  CHECK_THAT(joined(at(31).warnings), Contains("CN=root,O=Acme expired"));

  agent.certificate_alias.clear();
  agent.trust = trust::own;
  auto trusted = open_store(places.trusted, places).value();
  REQUIRE(!trusted.content.add_trusted("weak", certificate_of("weak")));
  REQUIRE(!trusted.content.add_trusted("mid", certificate_of("mid")));
  REQUIRE(!save_store(trusted));
  CHECK(joined(at(1).problems) == "");
  CHECK_THAT(joined(at(1).warnings), Contains("\"weak\" will not do: the key of CN=weak"));
  CHECK_THAT(joined(at(6).problems), Contains("has no certificate that will do, so no broker is"));
  agent.trust = trust::own_and_system;
  CHECK(joined(at(6).problems) == "");
}

TEST_CASE("a store is not written over one that changed since it was read") {
  box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}});
  REQUIRE(!make_missing_stores(places));
  x.make.root("root");
  auto root = read_certificates(x.make.text("root.pem"), "root").value()[0];
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
  box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}});
  REQUIRE(!make_missing_stores(places));
  x.make.root("root");
  x.make.run("printf 'nsComment=%0700000d\\n' 0 > big.ext\nopenssl x509 -req -in root.csr -extfile "
             "big.ext -signkey root.key -out big.pem 2>/dev/null");
  auto key = read_private_key(x.make.text("root.key"), {}, "").value();
  auto root = read_certificates(x.make.text("root.pem"), "").value()[0];
  auto big = read_certificates(x.make.text("big.pem"), "").value()[0];
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

TEST_CASE("stores that others can change, that everybody opens or that lie too high are told") {
  box x;
  auto places = x.places();
  std::filesystem::create_directories(places.folder());
  std::filesystem::permissions(places.folder(), std::filesystem::perms{0700});
  for (auto& file : {places.keys.file, places.trusted.file})
    write_text(file, to_pkcs12(keystore{}, "").value());
  x.make.root("root");
  auto store = open_store(places.keys, places).value();
  auto chain = read_certificates(x.make.text("root.pem"), "").value();
  CHECK(!store.content.add_key(
      "hall.a", read_private_key(x.make.text("root.key"), {}, "").value(), chain, ""));
  REQUIRE(!save_store(store));
  ::chmod(places.keys.file.c_str(), 0644);
  ::chmod(places.trusted.file.c_str(), 0644);
  auto told = joined(open_store(places.keys, places).value().problems);
  CHECK_THAT(told, Contains("can be read or changed by other users (mode 0644)"));
  CHECK_THAT(told, Contains("opens with the empty password, so that who has the file"));
  CHECK(joined(open_store(places.trusted, places).value().problems).empty());
  ::chmod(places.trusted.file.c_str(), 0666);
  CHECK_THAT(
      joined(open_store(places.trusted, places).value().problems), Contains("can be changed by"));
  ::chmod(places.folder().c_str(), 0777);
  write_text(places.password_file(), "x");
  ::chmod(places.password_file().c_str(), 0644);
  told = joined(open_store(places.keys, places).value().problems);
  CHECK_THAT(
      told, Contains(places.folder().string() + " can be changed by other users (mode 0777"));
  CHECK_THAT(
      told, Contains(places.password_file().string() + " can be read or changed by other users"));
  ::chmod(places.folder().c_str(), 01777); // only owners remove there
  CHECK_THAT(
      joined(open_store(places.keys, places).value().problems), !Contains("put another store"));
  CHECK(misplaced_stores(places).empty());
  write_text(x.storage / "client_truststore.p12", "");
  CHECK_THAT(
      joined(misplaced_stores(places)),
      Contains("one folder too high; move it to " + places.trusted.file.string())
          && Contains("keytool -importkeystore -srckeystore") && !Contains("vault import"));
}
