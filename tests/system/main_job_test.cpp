#include "tests/support/catch.hpp"

#include "tests/system/support/broker.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/runtime.hpp"

using namespace troupe::test;

namespace {

std::string hall(const broker& x) {
  return "[realm.hall.agent.floor]\nhost = \"127.0.0.1\"\nport = " + std::to_string(x.port()) + R"(
client_id = "edge-7-floor"
subscribe_qos = 1
publish_qos = 1
reconnect_min = "100ms"

[realm.hall.asset.press-9]
agent_link = { agent = "floor", subscription_topic = "hall/press/9/telemetry" }
[realm.hall.asset.press-9.attribute]
oil_temp  = { type = "number", store_data_points = "31d", agent_link.json_path = "$.oil.temp" }
count     = { type = "long", agent_link.json_path = "$.count" }
door_open = { type = "boolean", agent_link.subscription_topic = "hall/door", agent_link.value_converter = { OPEN = true, SHUT = false } }
note      = { type = "text" }
target.type       = "number"
target.min        = 0
target.max        = 90
target.agent_link = { subscription_topic = "hall/press/9/target", publish_topic = "hall/press/9/set", write_value = '{"t": %VALUE%}' }
)";
}

} // namespace

TEST_CASE("what devices publish stands typed in the realm's database") {
  broker floor;
  runtime box{hall(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish(
      {"hall/press/9/telemetry", R"({"oil":{"temp":61.5},"count":9007199254740993})", 1, false});
  floor.publish({"hall/door", "OPEN", 1, false});
  CHECK(box.comes_to_be("hall/press-9/oil_temp", "61.5"));
  CHECK(box.comes_to_be("hall/press-9/count", "9007199254740993"));
  CHECK(box.comes_to_be("hall/press-9/door_open", "true"));
  CHECK(box.stop() == 0);
  auto row = "SELECT type, value FROM attribute_values WHERE asset_id = 'press-9' AND attribute = ";
  CHECK(box.sql("hall", row + std::string{"'oil_temp'"}) == "number|61.5");
  CHECK(box.sql("hall", row + std::string{"'count'"}) == "long|9007199254740993");
  CHECK(box.sql("hall", row + std::string{"'door_open'"}) == "boolean|true");
  CHECK(box.sql("hall", "SELECT value FROM data_points WHERE attribute = 'oil_temp'") == "61.5");
}

TEST_CASE("a value set on a linked attribute is published and comes back from the device") {
  broker floor;
  runtime box{hall(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  auto device = floor.subscribe("hall/press/9/set", 1);
  auto done = box.command({"set", "hall/press-9/target", "42.5", "--wait"});
  CHECK(done.code == 0);
  CHECK(device->wait_for("hall/press/9/set {\"t\": 42.5}"));
  CHECK(box.get("hall/press-9/target").empty()); // it is the device that confirms
  floor.publish({"hall/press/9/target", "42.5", 1, false});
  CHECK(box.comes_to_be("hall/press-9/target", "42.5"));
}

TEST_CASE("a write that cannot be carried out says why and changes nothing") {
  broker floor;
  runtime box{hall(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  auto too_much = box.command({"set", "hall/press-9/target", "91"});
  CHECK(too_much.code == 1);
  CHECK(too_much.errors.find("90") != std::string::npos);
  CHECK(box.command({"set", "hall/press-9/target", "\"warm\""}).code == 1);
  CHECK(box.command({"set", "hall/press-9/nothing", "1"}).code == 1);
  CHECK(box.command({"set", "hall/press-1/target", "1"}).code == 1);
  CHECK(box.command({"set", "attic/press-9/target", "1"}).code == 1);
  floor.stop();
  REQUIRE(eventually([&] { return box.get("hall/floor/agentStatus") != "CONNECTED"; }));
  auto away = box.command({"set", "hall/press-9/target", "42"});
  CHECK(away.code == 1);
  CHECK(away.errors.find("not connected") != std::string::npos);
}

TEST_CASE("state is taken up again after a restart") {
  broker floor;
  runtime box{hall(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"hall/press/9/telemetry", R"({"oil":{"temp":61.5},"count":7})", 1, false});
  REQUIRE(box.comes_to_be("hall/press-9/oil_temp", "61.5"));
  CHECK(box.command({"set", "hall/press-9/note", "checked by hand"}).code == 0);
  CHECK(box.stop() == 0);
  box.start();
  CHECK(box.comes_to_be("hall/press-9/oil_temp", "61.5"));
  CHECK(box.get("hall/press-9/count") == "7");
  CHECK(box.get("hall/press-9/note") == "checked by hand");
}
