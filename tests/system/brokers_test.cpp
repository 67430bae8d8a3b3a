#include "tests/support/catch.hpp"

#include "tests/system/support/broker.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/ports.hpp"
#include "tests/system/support/runtime.hpp"

#include <csignal>

using namespace troupe::test;

namespace {

std::string agent(const std::string& realm, uint16_t port, const std::string& more = {}) {
  return "[realm." + realm + ".agent.floor]\nhost = \"127.0.0.1\"\nport = " + std::to_string(port)
         + "\nclient_id = \"edge-" + realm
         + "\"\nsubscribe_qos = 1\nreconnect_min = \"100ms\"\nreconnect_max = \"200ms\"\n" + more
         + "\n";
}

std::string asset(const std::string& realm, const std::string& topic) {
  return "[realm." + realm
         + ".asset.tank.attribute]\nlevel = { type = \"number\", agent_link = { agent = "
           "\"floor\", subscription_topic = \""
         + topic + "\" } }\n";
}

} // namespace

TEST_CASE("two realms on two brokers do not mix, though their names are equal") {
  broker first;
  broker second;
  runtime box{
      agent("north", first.port()) + asset("north", "tank/level") + agent("south", second.port())
      + asset("south", "tank/level")};
  box.start();
  REQUIRE(box.agent_is("north", "floor", "CONNECTED"));
  REQUIRE(box.agent_is("south", "floor", "CONNECTED"));
  first.publish({"tank/level", "1.5", 1, false});
  second.publish({"tank/level", "2.5", 1, false});
  CHECK(box.comes_to_be("north/tank/level", "1.5"));
  CHECK(box.comes_to_be("south/tank/level", "2.5"));
  REQUIRE(box.stop() == 0);
  auto query = "SELECT value FROM attribute_values WHERE asset_id = 'tank'";
  CHECK(box.sql("north", query) == "1.5");
  CHECK(box.sql("south", query) == "2.5");
}

TEST_CASE("a retained message is there after the first connect, with both MQTT versions") {
  auto version = GENERATE("3.1.1", "5");
  CAPTURE(version);
  broker floor;
  floor.publish({"tank/level", "7", 1, true});
  runtime box{
      agent("hall", floor.port(), "mqtt_version = \"" + std::string{version} + "\"")
      + asset("hall", "tank/level")};
  box.start();
  CHECK(box.comes_to_be("hall/tank/level", "7"));
}

TEST_CASE("a wrong password is named and tried again") {
  broker floor{{{{"edge", "right"}}}};
  auto with = [&](const std::string& password) {
    return agent(
               "hall", floor.port(),
               "username = \"edge\"\npassword = { env = \"TROUPE_TEST_PASSWORD\" }")
           + asset("hall", password);
  };
  runtime box{with("tank/level")};
  box.environment = {"TROUPE_TEST_PASSWORD=wrong"};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "WAITING"));
  auto agents = box.command({"agents", "--json"}).output;
  CHECK(agents.find("not authorised") != std::string::npos);
  CHECK(agents.find("wrong") == std::string::npos);
  CHECK(box.log().find("wrong") == std::string::npos);
  CHECK(box.stop() == 0);
  box.environment = {"TROUPE_TEST_PASSWORD=right"};
  box.start();
  CHECK(box.agent_is("hall", "floor", "CONNECTED"));
}

TEST_CASE("a broker that is away at the start is found when it comes") {
  broker_options later;
  later.start = false;
  broker floor{later};
  runtime box{agent("hall", floor.port()) + asset("hall", "tank/level")};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "WAITING"));
  floor.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"tank/level", "3", 1, false});
  CHECK(box.comes_to_be("hall/tank/level", "3"));
}

TEST_CASE("a broker that is killed and comes back is subscribed again") {
  broker floor;
  runtime box{agent("hall", floor.port()) + asset("hall", "tank/level")};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  for (auto level : {"1", "2", "3"}) {
    floor.kill();
    REQUIRE(eventually([&] { return box.get("hall/floor/agentStatus") != "CONNECTED"; }));
    floor.start();
    REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
    floor.publish({"tank/level", level, 1, true});
    CHECK(box.comes_to_be("hall/tank/level", level));
  }
}

TEST_CASE("the program stops in order, even with a broker that is mute") {
  mute_server mute;
  runtime box{agent("hall", mute.port()) + asset("hall", "tank/level")};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTING"));
  auto start = std::chrono::steady_clock::now();
  CHECK(box.stop() == 0);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{5});
}

TEST_CASE("the program stops in order, even with a broker that has frozen") {
  broker floor;
  runtime box{agent("hall", floor.port()) + asset("hall", "tank/level")};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  REQUIRE(box.command({"set", "hall/tank/level", "1"}).code == 1); // receives only
  floor.freeze();
  auto start = std::chrono::steady_clock::now();
  CHECK(box.stop() == 0);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{5});
  floor.thaw();
}

TEST_CASE("a resumed session knows of a changed configuration") {
  broker_options keeping;
  keeping.persistence = true;
  broker floor{keeping};
  auto with = [&](const std::string& topics) {
    return agent("hall", floor.port(), "resume_session = true") + topics;
  };
  runtime box{with(asset("hall", "tank/old"))};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"tank/old", "1", 1, false});
  REQUIRE(box.comes_to_be("hall/tank/level", "1"));
  REQUIRE(box.stop() == 0);

  floor.publish({"tank/old", "2", 1, false});
  box.configure(with(asset("hall", "tank/new")));
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"tank/new", "3", 1, false});
  CHECK(box.comes_to_be("hall/tank/level", "3"));
  REQUIRE(floor.wait_for_log("UNSUBSCRIBE"));
  // What came for the old topic while nobody was there belongs to no link any more.
  auto ledger = box.command({"ledger", "--json"}).output;
  CHECK(ledger.find("\"unrouted\":1") != std::string::npos);
  REQUIRE(box.stop() == 0);

  floor.publish({"tank/new", "4", 1, false});
  floor.publish({"tank/old", "5", 1, false});
  box.start();
  CHECK(box.comes_to_be("hall/tank/level", "4"));
}

TEST_CASE("a topic that was given up and is wanted again is subscribed again") {
  broker_options keeping;
  keeping.persistence = true;
  broker floor{keeping};
  auto with = [&](const std::string& topics) {
    return agent("hall", floor.port(), "resume_session = true") + topics;
  };
  auto both = asset("hall", "tank/level")
              + "other = { type = \"number\", agent_link = { agent = \"floor\", "
                "subscription_topic = \"tank/other\" } }\n";
  runtime box{with(both)};
  for (auto& topics : {both, asset("hall", "tank/level"), both}) {
    box.configure(with(topics));
    box.start();
    REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
    floor.publish({"tank/level", "1", 1, false});
    REQUIRE(box.comes_to_be("hall/tank/level", "1"));
    if (topics == both) {
      floor.publish({"tank/other", "2", 1, false});
      CHECK(box.comes_to_be("hall/tank/other", "2"));
    }
    REQUIRE(box.stop() == 0);
  }
}

TEST_CASE("a clock that is set back marks values and blocks none") {
  broker floor;
  runtime box{agent("hall", floor.port()) + asset("hall", "tank/level")};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"tank/level", "1", 1, false});
  REQUIRE(box.comes_to_be("hall/tank/level", "1"));
  REQUIRE(box.stop() == 0);
  box.faked_time = "-2d";
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"tank/level", "2", 1, false});
  CHECK(box.comes_to_be("hall/tank/level", "2"));
  auto view = box.command({"get", "hall/tank/level", "--json"}).output;
  CHECK(view.find("\"clock_suspect\"") != std::string::npos);
}

TEST_CASE("five thousand topics are subscribed while others are served") {
  broker floor;
  std::string many = "[realm.south.asset.field.attribute]\n";
  for (int i = 0; i < 5'000; ++i)
    many += "a" + std::to_string(i) + " = { type = \"integer\", agent_link = { agent = \"floor\", "
            + "subscription_topic = \"field/" + std::to_string(i) + "\" } }\n";
  runtime box{
      agent("north", floor.port()) + asset("north", "tank/level") + agent("south", floor.port())
      + many};
  box.start();
  REQUIRE(box.agent_is("north", "floor", "CONNECTED"));
  REQUIRE(box.agent_is("south", "floor", "CONNECTED"));
  floor.publish({"tank/level", "1", 1, false});
  CHECK(box.comes_to_be("north/tank/level", "1"));
  auto granted = [&] {
    auto agents = box.command({"agents", "--json"}).output;
    size_t count = 0;
    for (auto at = agents.find("\"code\":1"); at != std::string::npos;
         at = agents.find("\"code\":1", at + 1))
      ++count;
    return count;
  };
  CHECK(eventually([&] { return granted() == 5'001; }, milliseconds{20'000}));
  floor.publish({"field/4999", "12", 1, false});
  CHECK(box.comes_to_be("south/field/a4999", "12"));
}

TEST_CASE("a write that a mute broker does not acknowledge is told of the agent") {
  broker floor;
  runtime box{
      agent("hall", floor.port(), "publish_qos = 1")
      + "[realm.hall.asset.tank.attribute]\nlevel = { type = \"number\", agent_link = { agent = "
        "\"floor\", publish_topic = \"tank/set\" } }\n"};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.freeze();
  auto written = box.command({"set", "hall/tank/level", "3", "--wait"});
  floor.thaw();
  CHECK(written.code == 1);
  CHECK_THAT(
      written.errors,
      Catch::Contains(
          "agent floor of realm hall sent the value to tank/set, but the broker has not "
          "acknowledged it within 10 s; it may still arrive"));
}
