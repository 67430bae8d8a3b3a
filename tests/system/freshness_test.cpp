#include "tests/support/catch.hpp"

#include "tests/system/support/broker.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/runtime.hpp"

using namespace troupe::test;
using Catch::Contains;

namespace {

std::string hall(const broker& x, const std::string& expect_every) {
  return "[realm.hall.agent.floor]\nhost = \"127.0.0.1\"\nport = " + std::to_string(x.port()) + R"(
client_id = "edge-7-floor"
subscribe_qos = 1
reconnect_min = "100ms"

[realm.hall.asset.press-9]
agent_link = { agent = "floor", subscription_topic = "hall/press/9/telemetry" }
expect_every = ")"
         + expect_every + R"("
[realm.hall.asset.press-9.attribute]
oil_temp = { type = "number", store_data_points = "31d", agent_link.json_path = "$.oil.temp" }
note     = { type = "text" }
)";
}

bool has_quality(const runtime& box, const std::string& quality) {
  auto wanted = "\"quality\":\"" + quality + '"';
  return eventually([&] {
    auto got = box.command({"get", "hall/press-9/oil_temp", "--json"}).output;
    return got.find(wanted) != std::string::npos;
  });
}

} // namespace

TEST_CASE("a device that falls silent is seen, watched, stored, and forgiven") {
  broker floor;
  runtime box{hall(floor, "500ms")};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  process watcher{
      {{TROUPE_BINARY, "watch", "hall/press-9", "--json", "--socket",
        (box.config_file().parent_path() / "console.sock").string()}}};
  auto hears = [&](const std::string& value, const std::string& quality) {
    auto wanted = "\"value\":" + value;
    auto judged = "\"quality\":\"" + quality + '"';
    return eventually([&] {
      auto lines = watcher.output();
      auto at = lines.find(wanted);
      return at != std::string::npos && lines.find(judged, at) != std::string::npos;
    });
  };
  REQUIRE(eventually([&] { // a watcher hears what changes from the moment it is there
    CHECK(box.command({"set", "hall/press-9/note", "begin"}).code == 0);
    return watcher.output().find("begin") != std::string::npos;
  }));
  REQUIRE(has_quality(box, "stale"));
  auto problems = box.command({"problems"}).output;
  CHECK_THAT(
      problems, Contains("attribute oil_temp of asset press-9 never got a value: one was expected "
                         "every 500ms on topic hall/press/9/telemetry of agent floor"));
  floor.publish({"hall/press/9/telemetry", R"({"oil":{"temp":61.5}})", 1, false});
  CHECK(hears("61.5", "good"));
  CHECK(hears("61.5", "stale"));
  CHECK(eventually([&] {
    return box.command({"problems"}).output.find("got no value for three intervals")
           != std::string::npos;
  }));
  floor.publish({"hall/press/9/telemetry", R"({"oil":{"temp":62.5}})", 1, false});
  CHECK(hears("62.5", "good"));
  CHECK(has_quality(box, "stale"));
  CHECK(box.get("hall/press-9/oil_temp") == "62.5");
  CHECK(box.stop() == 0);
  std::string of_it = " WHERE attribute = 'oil_temp'";
  CHECK(box.sql("hall", "SELECT value FROM attribute_values" + of_it) == "62.5");
  CHECK(
      box.sql(
          "hall",
          "SELECT quality FROM state JOIN attribute ON id = attribute_id WHERE name = 'oil_temp'")
      == "2");
  CHECK(box.sql("hall", "SELECT count(*) FROM data_points" + of_it) == "2");
}

TEST_CASE("a stale value is stale at once after a restart, and a kept one stays so") {
  broker floor;
  floor.publish({"hall/press/9/telemetry", R"({"oil":{"temp":61.5}})", 1, true});
  runtime box{hall(floor, "300ms")};
  box.start();
  REQUIRE(box.comes_to_be("hall/press-9/oil_temp", "61.5"));
  REQUIRE(has_quality(box, "stale"));
  CHECK(box.stop() == 0);
  box.configure(hall(floor, "1h"));
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  CHECK(box.comes_to_be("hall/floor/agentStatus", "CONNECTED"));
  CHECK(eventually([&] { // the broker has given its kept value again
    return box.command({"ledger", "--json"}).output.find("\"received\":1") != std::string::npos;
  }));
  CHECK(has_quality(box, "stale"));
  // The device has three hours to speak.
  CHECK_THAT(box.command({"problems"}).output, !Contains("press-9"));
  floor.publish({"hall/press/9/telemetry", R"({"oil":{"temp":61.5}})", 1, false});
  CHECK(has_quality(box, "good"));
}
