#include "tests/support/catch.hpp"

#include "tests/system/support/eventually.hpp"
#include "tests/system/vault_fixture.hpp"

using namespace troupe::test;
using Catch::Contains;

namespace {

/// What the agents view says of `cloud`.
std::string agents(const runtime& box) { return box.command({"agents"}).output; }

/// A broker that wants certificates of this authority, whose CN is the user.
broker_options strict(const authority& ca, const std::string& acl = {}) {
  auto out = tls_broker(ca.issue({}), ca.pem());
  out.acl = acl;
  return out;
}

} // namespace

TEST_CASE("the steps of OpenRemote's AWS tutorial lead to a connection") {
  authority ca{"Amazon Root CA 1"};
  auto cloud = broker{strict(ca, "user thing-7\ntopic readwrite #\n")};
  runtime box{cloud_agent("master", cloud, "OpenRemoteAwsIoTClientCertificate") + tank("master")};
  box.environment = {"OR_KEYSTORE_PASSWORD=changeit"};
  certificate_files files{box};
  auto thing = ca.issue({.name = "thing-7"});
  auto pair = (files.folder() / "pair.p12").string();
  auto stores = box.storage() / "keystores";

  box.start(); // so that the stores exist
  REQUIRE(box.agent_is("master", "cloud", "ERROR"));
  must(
      {"openssl", "pkcs12", "-export", "-in", files.write("cert.pem", thing.certificate), "-inkey",
       files.write("key.pem", thing.key), "-out", pair, "-name", "openremoteagent", "-passout",
       "pass:changeit"});
  must(
      {"keytool", "-importkeystore", "-destkeystore", (stores / "client_keystore.p12").string(),
       "-srckeystore", pair, "-srcstoretype", "PKCS12", "-srcalias", "openremoteagent",
       "-destalias", "master.OpenRemoteAwsIoTClientCertificate", "-srcstorepass", "changeit",
       "-deststorepass", "changeit", "-noprompt"});
  must(
      {"keytool", "-importcert", "-noprompt", "-file", files.write("AmazonRootCA1.pem", ca.pem()),
       "-keystore", (stores / "client_truststore.p12").string(), "-alias", "amazonrootca1",
       "-storepass", "changeit"});

  REQUIRE(box.agent_is("master", "cloud", "CONNECTED", milliseconds{20'000}));
  CHECK(cloud.wait_for_log("u'thing-7'"));
  CHECK_THAT(box.command({"status"}).output, Contains("CN=thing-7"));
}

TEST_CASE("the shorter way needs no Java and no restart") {
  authority ca;
  auto cloud = broker{strict(ca)};
  runtime box{cloud_agent("hall", cloud, "Cloud") + tank("hall")};
  certificate_files files{box};
  box.start();
  REQUIRE(box.agent_is("hall", "cloud", "ERROR"));
  CHECK_THAT(agents(box), Contains("agent cloud of realm hall") && Contains("hall.Cloud"));
  auto imported = files.import("hall", "Cloud", ca.issue({.name = "edge-7"}));
  INFO(imported.output << imported.errors);
  REQUIRE(imported.code == 0);
  REQUIRE(files.trust("ca", ca.pem()).code == 0);
  CHECK(box.agent_is("hall", "cloud", "CONNECTED"));
}

TEST_CASE("equal aliases of two realms are different keys") {
  authority ca;
  auto cloud = broker{strict(ca)};
  runtime box{
      cloud_agent("north", cloud, "edge") + tank("north") + cloud_agent("south", cloud, "edge")
      + tank("south")};
  certificate_files files{box};
  REQUIRE(files.import("north", "edge", ca.issue({.name = "key-of-north"})).code == 0);
  REQUIRE(files.import("south", "edge", ca.issue({.name = "key-of-south"})).code == 0);
  REQUIRE(files.trust("ca", ca.pem()).code == 0);
  box.start();
  REQUIRE(box.agent_is("north", "cloud", "CONNECTED"));
  REQUIRE(box.agent_is("south", "cloud", "CONNECTED"));
  CHECK(cloud.wait_for_log("as edge-north (p2, c1, k10, u'key-of-north')"));
  CHECK(cloud.wait_for_log("as edge-south (p2, c1, k10, u'key-of-south')"));
}

TEST_CASE("no alias reaches the key of another realm") {
  auto alias = GENERATE("north.edge", "../north.edge", "NORTH.EDGE", ".north.edge", "edge");
  CAPTURE(alias);
  authority ca;
  auto cloud = broker{strict(ca)};
  runtime box{cloud_agent("south", cloud, alias) + cloud_agent("north", cloud, "edge")};
  certificate_files files{box};
  REQUIRE(files.import("north", "edge", ca.issue({.name = "key-of-north"})).code == 0);
  REQUIRE(files.trust("ca", ca.pem()).code == 0);
  box.start();
  REQUIRE(box.agent_is("north", "cloud", "CONNECTED"));
  REQUIRE(box.agent_is("south", "cloud", "ERROR"));
}

TEST_CASE("no name of a realm reaches the keys of another") {
  auto name =
      GENERATE("\"north.edge\"", "\"north.\"", "NORTH", "\"../north\"", "\"\"", "\"n\u00f6rth\"");
  CAPTURE(name);
  runtime box{"[realm." + std::string{name} + ".agent.cloud]\nhost = \"127.0.0.1\"\n"};
  auto checked = run({{TROUPE_BINARY, "check", "-c", box.config_file().string()}});
  CHECK(checked.code == 78);
  CHECK_THAT(checked.output + checked.errors, Contains("a-z, 0-9"));
}

TEST_CASE("a policy that ties a certificate to its client id holds") {
  authority ca;
  broker cloud{strict(ca, "pattern read level/%u/%c\nuser publisher\ntopic readwrite #\n")};
  auto realm = [&](const std::string& x) {
    return cloud_agent(x, cloud, "edge") + "[realm." + x
           + ".asset.tank.attribute]\nlevel = { type = \"number\", agent_link = { agent = "
             "\"cloud\", subscription_topic = \"level/edge-tied/#\" } }\n";
  };
  runtime box{realm("tied") + realm("loose")}; // their client ids: edge-tied, edge-loose
  certificate_files files{box};
  for (auto x : {"tied", "loose"})
    REQUIRE(files.import(x, "edge", ca.issue({.name = "edge-tied"})).code == 0);
  REQUIRE(files.trust("ca", ca.pem()).code == 0);
  box.start();
  REQUIRE(box.agent_is("tied", "cloud", "CONNECTED"));
  REQUIRE(box.agent_is("loose", "cloud", "CONNECTED"));
  auto publisher = ca.issue({.name = "publisher"});
  must(
      {"mosquitto_pub", "-h", "127.0.0.1", "-p", std::to_string(cloud.port()), "-t",
       "level/edge-tied/edge-tied", "-m", "42", "--cafile", files.write("ca.pem", ca.pem()),
       "--cert", files.write("p.pem", publisher.certificate), "--key",
       files.write("p.key", publisher.key)});
  CHECK(box.comes_to_be("tied/tank/level", "42"));
  CHECK(box.get("loose/tank/level") != "42");
}

TEST_CASE("an expired certificate never connects, and the sentence says since when") {
  authority ca;
  auto cloud = broker{strict(ca)};
  runtime box{cloud_agent("hall", cloud, "old")};
  certificate_files files{box};
  auto old = ca.issue({.name = "edge-7", .not_after = "20240301000000Z"});
  REQUIRE(
      files
          .vault(
              {"import", "--force", "--realm", "hall", "--alias", "old", "--cert",
               files.write("old.pem", old.certificate), "--key", files.write("old.key", old.key)})
          .code
      == 0);
  REQUIRE(files.trust("ca", ca.pem()).code == 0);
  box.start();
  REQUIRE(box.agent_is("hall", "cloud", "ERROR"));
  CHECK_THAT(agents(box), Contains("agent cloud of realm hall") && Contains("2024-03-01"));
  CHECK(files.vault({"check"}).code == 1);
}

TEST_CASE("a damaged keystore stops its agents and nobody else, and stays as it is") {
  authority ca;
  auto cloud = broker{strict(ca)};
  broker floor;
  runtime box{
      cloud_agent("north", cloud, "edge")
      + "[realm.south.agent.floor]\nhost = \"127.0.0.1\"\nport = " + std::to_string(floor.port())
      + "\n"};
  auto store = box.storage() / "keystores" / "client_keystore.p12";
  certificate_files files{box};
  REQUIRE(files.trust("ca", ca.pem()).code == 0); // makes the stores
  write_text(store, "this is no keystore");
  box.start();
  CHECK(box.agent_is("south", "floor", "CONNECTED"));
  CHECK(box.agent_is("north", "cloud", "ERROR"));
  CHECK_THAT(box.command({"problems"}).output, Contains(store.string()));
  CHECK(read_text(store) == "this is no keystore");
}

TEST_CASE("stores that vanish at run time are told, served from memory and not made anew") {
  authority ca;
  auto cloud = broker{strict(ca)};
  runtime box{cloud_agent("hall", cloud, "edge")};
  certificate_files files{box};
  REQUIRE(files.import("hall", "edge", ca.issue({.name = "edge-7"})).code == 0);
  REQUIRE(files.trust("ca", ca.pem()).code == 0);
  box.start();
  REQUIRE(box.agent_is("hall", "cloud", "CONNECTED"));
  auto stores = box.storage() / "keystores";
  std::filesystem::remove_all(stores);
  auto told = [&] { return box.command({"problems"}).output; };
  REQUIRE(eventually([&] { return told().find("is not there") != std::string::npos; }));
  CHECK_THAT(told(), Contains((stores / "client_keystore.p12").string() + " is not there"));
  CHECK_THAT(told(), Contains("what was read before stays in use"));
  CHECK(!std::filesystem::exists(stores));
  CHECK(box.agent_is("hall", "cloud", "CONNECTED"));
}

TEST_CASE("a store one folder too high is named with its right place") {
  authority ca;
  runtime box{"[realm.hall.asset.tank.attribute]\nlevel = { type = \"number\" }\n"};
  std::filesystem::create_directories(box.storage());
  write_text(box.storage() / "client_keystore.p12", "x");
  box.start();
  CHECK_THAT(
      box.command({"problems"}).output,
      Contains("one folder too high")
          && Contains((box.storage() / "keystores" / "client_keystore.p12").string()));
}

TEST_CASE("before the day of the build no certificate is judged, and the agent says so") {
  authority ca;
  auto cloud = broker{strict(ca)};
  runtime box{cloud_agent("hall", cloud, "edge")};
  certificate_files files{box};
  REQUIRE(files.import("hall", "edge", ca.issue({.name = "edge-7"})).code == 0);
  REQUIRE(files.trust("ca", ca.pem()).code == 0);
  box.faked_time = "@2021-01-01 12:00:00";
  box.start();
  REQUIRE(box.agent_is("hall", "cloud", "WAITING"));
  CHECK_THAT(agents(box), Contains("the clock stands before the day this program was built"));
}
