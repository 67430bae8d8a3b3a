#include "tests/support/catch.hpp"

#include "tests/system/support/broker.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/runtime.hpp"

using namespace troupe::test;
using Catch::Contains;

namespace {

std::string press(const broker& x) {
  return "[realm.hall.agent.floor]\nhost = \"127.0.0.1\"\nport = " + std::to_string(x.port()) + R"(
client_id = "edge"
[realm.hall.asset.press]
agent_link = { agent = "floor", subscription_topic = "press" }
[realm.hall.asset.press.attribute]
speed = { type = "number", max = 100, agent_link.json_path = "$.speed" }
on    = { type = "boolean", agent_link.json_path = "$.onn" }
)";
}

finished_process command(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{TROUPE_BINARY, "explain"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return run({all, {}, {}});
}

} // namespace

TEST_CASE("a running box shows the last good, filtered and failed message of each link") {
  broker floor;
  runtime box{press(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  auto nothing = box.command({"explain", "--live", "hall/press/speed"});
  CHECK(nothing.code == 0);
  CHECK_THAT(nothing.output, Contains("last good      none since the start"));
  floor.publish({"press", R"({"speed":20.5,"on":true})", 0, false});
  REQUIRE(box.comes_to_be("hall/press/speed", "20.5"));
  floor.publish({"press", R"({"speed":101})", 0, false});
  auto last = [&](const std::string& attribute) {
    return box.command({"explain", "--live", "hall/press/" + attribute}).output;
  };
  REQUIRE(eventually([&] { return last("speed").find("{\"speed\":101}") != std::string::npos; }));
  auto speed = last("speed");
  CHECK_THAT(speed, Contains("⇒ stored: attribute speed of asset press becomes 20.5"));
  CHECK_THAT(speed, Contains("speed must be at most 100.0"));
  CHECK_THAT(speed, Contains("⇒ rejected_constraint"));
  CHECK_THAT(last("on"), Contains("it has no member \"onn\""));
  CHECK(box.log().find("20.5") == std::string::npos); // never a payload in the log
  auto unknown = box.command({"explain", "--live", "hall/press/sped"});
  CHECK(unknown.code == 1);
  CHECK_THAT(unknown.errors, Contains("no agent link"));
}

TEST_CASE("a message runs through a running box's links and changes nothing") {
  broker floor;
  runtime box{press(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  auto before = box.command({"ledger", "--json"}).output;
  auto explain = [&](const std::string& payload) {
    return box.command(
        {"explain", "--live", "--realm", "hall", "--topic", "press", "--payload", payload});
  };
  auto good = explain(R"({"speed":7})");
  CHECK(good.code == 0);
  CHECK_THAT(good.output, Contains("⇒ stored: attribute speed of asset press becomes 7.0"));
  auto bad = explain("grease!");
  CHECK(bad.code == 1);
  CHECK_THAT(bad.output, Contains("where \"grease!\" stands"));
  CHECK(box.get("hall/press/speed").empty());
  CHECK(box.command({"ledger", "--json"}).output == before);
  CHECK(box.log().find("grease!") == std::string::npos);
}

TEST_CASE("explain needs no runtime, and its exit code tells how the message ends") {
  temp_folder folder;
  auto file = (folder.path() / "hall.toml").string();
  auto line = std::string{"[realm.hall.agent.floor]\nhost = \"h\"\n"
                          "[realm.hall.asset.press.attribute.speed]\ntype = \"number\"\n"
                          "agent_link = { agent = \"floor\", subscription_topic = \"press\" }\n"};
  write_text(file, line);
  auto good = command({"-c", file, "--topic", "press", "--payload", "20.5", "--json"});
  CHECK(good.code == 0);
  CHECK_THAT(good.output, Contains(R"("outcome":"stored","value":20.5)"));
  CHECK(command({"-c", file, "--topic", "press", "--payload", "fast"}).code == 1);
  CHECK(command({"-c", file, "--topic", "pres", "--payload", "20.5"}).code == 1);
  CHECK(command({"-c", file, "--topic", "#", "--payload", "20.5"}).code == 64);
  CHECK(command({"-c", file, "--topic", "press"}).code == 64);
  CHECK(command({"-c", file, "--payload", "20.5"}).code == 64);
  CHECK(command({"-c", file, "--realm", "attic", "--topic", "press", "--payload", "1"}).code == 64);
  CHECK(command({"--live", "hall", "--socket", (folder.path() / "none.sock").string()}).code == 69);
  write_text(file, line + "hosst = 1\n");
  CHECK(command({"-c", file, "--topic", "press", "--payload", "20.5"}).code == 78);
}
