#include "tests/support/catch.hpp"

#include "tests/system/support/broker.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/ports.hpp"
#include "tests/system/support/runtime.hpp"

#include <chrono>

using namespace troupe::test;

namespace {

int64_t now_s() {
  return std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds{1};
}

std::string plant(const broker& x) {
  return "[realm.hall.agent.floor]\nhost = \"127.0.0.1\"\nport = " + std::to_string(x.port()) + R"(
client_id = "edge"
subscribe_qos = 1
publish_qos = 1
reconnect_min = "100ms"
[realm.hall.asset.press]
agent_link = { agent = "floor", subscription_topic = "plant/{asset}/{attribute}", json_path = "$.v", timestamp = { path = "$.ts", format = "epoch_s" } }
[realm.hall.asset.press.attribute]
oil_temp = { type = "number", store_data_points = "1d", agent_link = {} }
target.agent_link = { publish_topic = "plant/{asset}/{attribute}", write_value = '{"%ATTRIBUTE%": "%VALUE%"}', retain = true }
machine.agent_link = { subscription_topic = "plant/+/oil_temp", value_filters = [{ type = "topic", level = 1 }], timestamp = {} }
)";
}

std::string measured(double value, int64_t at_s) {
  return R"({"v":)" + std::to_string(value) + R"(,"ts":)" + std::to_string(at_s) + "}";
}

} // namespace

TEST_CASE("values are kept by the device's time, also those that come late and after a restart") {
  broker floor;
  runtime box{plant(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  auto now = now_s();
  floor.publish({"plant/press/oil_temp", measured(2.5, now - 10), 1, false});
  REQUIRE(box.comes_to_be("hall/press/oil_temp", "2.5"));
  CHECK(box.comes_to_be("hall/press/machine", "press"));
  floor.publish({"plant/press/oil_temp", measured(1.5, now - 20), 1, false});
  auto query = "SELECT count(*) FROM data_points WHERE attribute = 'oil_temp'";
  REQUIRE(eventually([&] { return box.sql("hall", query) == "2"; }));
  REQUIRE(box.stop() == 0);
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"plant/press/oil_temp", measured(1.75, now - 15), 1, false});
  REQUIRE(eventually([&] { return box.sql("hall", query) == "3"; }));
  CHECK(box.get("hall/press/oil_temp") == "2.5");
  auto ordered = "SELECT group_concat(value, ' ') FROM (SELECT value FROM data_points WHERE "
                 "attribute = 'oil_temp' ORDER BY timestamp)";
  CHECK(box.sql("hall", ordered) == "1.5 1.75 2.5");
  auto state = "SELECT timestamp FROM attribute_values WHERE attribute = 'oil_temp'";
  CHECK(box.sql("hall", state) == std::to_string((now - 10) * 1000));
}

TEST_CASE("values without a time that can be right are stored, marked and told once") {
  broker floor;
  runtime box{plant(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"plant/press/oil_temp", R"({"v":1.5})", 1, false});
  REQUIRE(box.comes_to_be("hall/press/oil_temp", "1.5"));
  floor.publish({"plant/press/oil_temp", measured(2.5, now_s() + 86'400), 1, false});
  REQUIRE(box.comes_to_be("hall/press/oil_temp", "2.5"));
  auto view = box.command({"get", "hall/press/oil_temp", "--json"}).output;
  CHECK(view.find("\"clock_suspect\"") != std::string::npos);
  auto ledger = box.command({"ledger", "--json"}).output;
  CHECK(ledger.find("\"untimed\":2") != std::string::npos);
  auto log = box.log();
  auto first = log.find("link.untimed");
  REQUIRE(first != std::string::npos);
  CHECK(log.find("link.untimed", first + 1) == std::string::npos);
  floor.publish({"plant/press/oil_temp", measured(3.5, now_s()), 1, false});
  REQUIRE(box.comes_to_be("hall/press/oil_temp", "3.5"));
  CHECK(box.log().find("link.timed") != std::string::npos);
}

TEST_CASE("a write that is retained reaches who subscribes later") {
  broker floor;
  runtime box{plant(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  REQUIRE(box.command({"set", "hall/press/target", "fast", "--wait"}).code == 0);
  auto later = floor.subscribe("plant/#", 1);
  CHECK(later->wait_for("plant/press/target {\"target\": \"fast\"}"));
}
