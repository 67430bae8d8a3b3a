#include "tests/actors/vault/open_stores_support.hpp"

#include "actors/vault/agent_check.hpp"
#include "actors/vault/certificate_text.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

TEST_CASE("the tutorial of OpenRemote works with the stores of the first start") {
  store_box x;
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
  store_box x;
  x.vault.key_password = secret{"keys"};
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}});
  REQUIRE(!make_missing_stores(places));
  x.make.root("root");
  x.make.days(10);
  x.make.client("leaf", "root");
  x.make.client("other", "root");
  auto leaf = key_of(x.make, "leaf");
  auto chain = chain_of(x.make, {"leaf", "root"});
  auto store = open_store(places.keys, places).value();
  CHECK(!store.content.add_key("hall.good", leaf, chain, "keys"));
  CHECK(!store.content.add_key("hall.stores", leaf, chain, "changeit"));
  CHECK(!store.content.add_key("hall.locked", leaf, chain, "lost"));
  CHECK(!store.content.add_key("hall.misfit", key_of(x.make, "other"), chain, "keys"));
  CHECK(!store.content.add_key("hall.twin", leaf, chain, "keys"));
  CHECK(!store.content.add_key("hall.TWIN", leaf, chain, "keys"));
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
  store_box x;
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
  auto chain = chain_of(x.make, {"leaf", "mid", "root"});
  auto keys = open_store(places.keys, places).value();
  REQUIRE(!keys.content.add_key("hall.a", key_of(x.make, "leaf"), chain, "changeit"));
  REQUIRE(!save_store(keys));
  agent_settings agent;
  agent.certificate_alias = "a";
  constexpr int64_t day = 86'400'000;
  auto start = not_before_ms(*chain[0]);
  auto at = [&](int64_t days) {
    return check_agent("hall", agent, open_stores(places), start + 1'000 + days * day);
  };
  auto soon = at(1);
  CHECK(joined(soon.problems) == "");
  CHECK(joined(soon.warnings) == "the certificate CN=mid,O=Acme expires in 3 days\n");
  CHECK(soon.identity.ends_with == "CN=mid,O=Acme");
  CHECK(soon.identity.not_after_ms == not_after_ms(*chain[1]));
  CHECK_THAT(joined(at(6).problems), Contains("CN=mid,O=Acme expired"));
  CHECK_THAT(joined(at(31).problems), !Contains("CN=root")); // the broker has its own
  CHECK_THAT(joined(at(31).warnings), Contains("CN=root,O=Acme expired"));

  agent.certificate_alias.clear();
  agent.trust = trust::own;
  auto trusted = open_store(places.trusted, places).value();
  REQUIRE(!trusted.content.add_trusted("weak", chain_of(x.make, {"weak"})[0]));
  REQUIRE(!trusted.content.add_trusted("mid", chain[1]));
  REQUIRE(!save_store(trusted));
  CHECK(joined(at(1).problems) == "");
  CHECK_THAT(joined(at(1).warnings), Contains("\"weak\" will not do: the key of CN=weak"));
  CHECK_THAT(joined(at(6).problems), Contains("has no certificate that will do, so no broker is"));
  agent.trust = trust::own_and_system;
  CHECK(joined(at(6).problems) == "");
}
