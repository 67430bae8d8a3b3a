#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

#include <regex>
#include <sstream>

namespace troupe::test {
namespace {

std::filesystem::path shipped(const std::string& name) {
  return std::filesystem::path{TROUPE_SOURCE_DIR} / "config" / name;
}

TEST_CASE("the quickstart's configuration is well") {
  auto result =
      load_settings(shipped("quickstart.toml"), with_variables({{"OR_STORAGE_DIR", "/s"}}));
  CHECK(lines(result) == "");
  REQUIRE(result.value);
  CHECK(result.value->runtime.storage_dir == "/s");
  auto& hall = result.value->realms.front();
  CHECK(hall.agents.front().port == 18830);
  REQUIRE(hall.assets.size() == 4);
  for (auto& press : hall.assets)
    for (auto& x : press.attributes) {
      auto topic = "plant/" + press.id + (x.name == "target" ? "/target" : "/telemetry");
      CHECK(x.agent_link->subscription_topic == topic);
      CHECK(
          x.agent_link->publish_topic == (x.name == "target" ? "plant/" + press.id + "/set" : ""));
    }
}

TEST_CASE("the plant's configuration is well and makes 40 presses of 6 attributes in 40 lines") {
  auto result = load_settings(shipped("plant.toml"), with_variables({}));
  CHECK(lines(result) == "");
  REQUIRE(result.value);
  auto& hall = result.value->realms.front();
  REQUIRE(hall.assets.size() == 40);
  for (auto& press : hall.assets) {
    REQUIRE(press.attributes.size() == 6);
    CHECK(press.name == "Press " + press.id);
    for (auto& x : press.attributes) {
      auto topic = "plant/" + press.id + (x.name == "target" ? "/target" : "/telemetry");
      CHECK(x.agent_link->agent == "floor");
      CHECK(x.agent_link->subscription_topic == topic);
      CHECK(
          x.agent_link->publish_topic == (x.name == "target" ? "plant/" + press.id + "/set" : ""));
      CHECK(x.expect_every.has_value() == (x.name != "target"));
    }
  }
  std::ifstream in{shipped("plant.toml")};
  std::string line;
  auto count = 0;
  while (std::getline(in, line))
    ++count;
  CHECK(count < 40);
}

TEST_CASE("the shipped default is well and says nothing but the defaults") {
  auto result = load_settings(shipped("troupe.toml"), with_variables({}));
  REQUIRE(result.value);
  CHECK(*result.value == settings{});
}

TEST_CASE("what the shipped default has commented out is well too") {
  std::ifstream in{shipped("troupe.toml")};
  std::string text;
  for (std::string line; std::getline(in, line);)
    text += std::regex_replace(line, std::regex{"^# ([a-z_.]+ *= |\\[)"}, "$1") + "\n";
  auto env = with_variables({});
  env.check_only = true;
  auto result = parse_settings(text, "troupe.toml", env);
  REQUIRE(result.diagnostics.size() == 2);
  CHECK(result.diagnostics.front().text.find("the credential \"webhook\"") != std::string::npos);
  CHECK(result.diagnostics.back().text.find("the credential \"floor\"") != std::string::npos);
  REQUIRE(result.value);
  CHECK(result.value->realms.front().assets.front().attributes.size() == 3);
}

} // namespace
} // namespace troupe::test
