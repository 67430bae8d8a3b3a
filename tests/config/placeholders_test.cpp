#include "config/placeholders.hpp"
#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

namespace troupe::test {
namespace {

const config::link_names names{"press-9", "oil_temp"};

const agent_link_settings& link_of(const load_result& x, size_t attribute = 0) {
  REQUIRE(x.value);
  return *x.value->realms.at(0).assets.at(0).attributes.at(attribute).agent_link;
}

} // namespace

TEST_CASE("names take the place of placeholders in a topic") {
  struct row {
    std::string topic, expected;
  };
  for (auto& x : std::vector<row>{
           {"hall/speed", "hall/speed"},
           {"hall/{asset}/{attribute}", "hall/press-9/oil_temp"},
           {"{asset}", "press-9"},
           {"{attribute}{asset}/+/#", "oil_temppress-9/+/#"},
           {"{{asset}}", "{asset}"},
           {"{{{asset}}}", "{press-9}"},
           {"a{{/}}b", "a{/}b"},
       }) {
    INFO(x.topic);
    CHECK(config::placeholder_problem(x.topic, names).empty());
    CHECK(config::expand_topic(x.topic, names) == x.expected);
  }
}

TEST_CASE("braces that are no placeholders are refused with the known ones") {
  for (auto topic :
       {"{", "}", "a/{asset", "a/{asset/b}", "{}", "{Asset}", "{asset }", "{{asset}", "{asset}}",
        "{a{asset}}"}) {
    INFO(topic);
    auto problem = config::placeholder_problem(topic, names);
    CHECK(
        problem.find("expected {asset} or {attribute}; a brace itself is written") != problem.npos);
  }
}

TEST_CASE("names take the place of placeholders in a payload") {
  struct row {
    std::string text, expected;
  };
  for (auto& x : std::vector<row>{
           {"", ""},
           {"%VALUE%", "%VALUE%"},
           {R"({"%ATTRIBUTE%": %VALUE%, "of": "%ASSET%"})",
            R"({"oil_temp": %VALUE%, "of": "press-9"})"},
           {"%VALUE%%ASSET%%TIME%", "%VALUE%press-9%TIME%"},
           {"%VALUE%ASSET%", "%VALUE%ASSET%"},
           {"%ASSET", "%ASSET"},
           {"100%%ASSET%", "100%press-9"},
           {"%asset% {asset} %", "%asset% {asset} %"},
       }) {
    INFO(x.text);
    CHECK(config::expand_payload(x.text, names) == x.expected);
  }
}

TEST_CASE("the defaults of an asset serve each attribute under its own name") {
  auto result = parse(R"(
    [realm.hall.agent.floor]
    host = "h"
    [realm.hall.asset.press-9]
    agent_link = { agent = "floor", subscription_topic = "hall/{asset}/{attribute}", publish_topic = "hall/{asset}/{attribute}/set", write_value = '{"%ATTRIBUTE%": %VALUE%}', retain = true }
    [realm.hall.asset.press-9.attribute]
    speed.agent_link = {}
    oil_temp.agent_link = { subscription_topic = "oil/{{{asset}}}", retain = false })");
  CHECK(lines(result).empty());
  auto& speed = link_of(result);
  CHECK(speed.subscription_topic == "hall/press-9/speed");
  CHECK(speed.publish_topic == "hall/press-9/speed/set");
  CHECK(speed.write_value == R"({"speed": %VALUE%})");
  CHECK(speed.retain);
  auto& oil = link_of(result, 1);
  CHECK(oil.subscription_topic == "oil/{press-9}");
  CHECK(oil.publish_topic == "hall/press-9/oil_temp/set");
  CHECK_FALSE(oil.retain);
}

TEST_CASE("a topic that a name makes too long is an error where it stands") {
  auto result = parse(
      "[realm.hall.agent.floor]\nhost = \"h\"\n[realm.hall.asset.press]\n"
      "agent_link = { agent = \"floor\", subscription_topic = \"{asset}{asset}"
      + std::string(65'525, 'x') + "\" }\nattribute.a.agent_link = {}\n");
  CHECK(result.value != nullptr);
  auto longer = parse(
      "[realm.hall.agent.floor]\nhost = \"h\"\n[realm.hall.asset.pressing]\n"
      "agent_link = { agent = \"floor\", subscription_topic = \"{asset}"
      + std::string(65'528, 'x') + "\" }\nattribute.a.agent_link = {}\n");
  auto said = lines(longer);
  CHECK(said.starts_with(
      "t.toml:4:54: error: realm.hall.asset.pressing.attribute.a.agent_link.subscription_topic: "));
  CHECK(said.find("is longer than 65535 bytes") != said.npos);
}

TEST_CASE("a timestamp is the asset's, the attribute's own or none") {
  auto result = parse(R"(
    [realm.hall.agent.floor]
    host = "h"
    [realm.hall.asset.press]
    agent_link = { agent = "floor", subscription_topic = "s", timestamp = { path = "$.ts", format = "epoch_s" } }
    [realm.hall.asset.press.attribute]
    a.agent_link = {}
    b.agent_link = { timestamp = { path = "$.at" } }
    c.agent_link = { timestamp = {} })");
  CHECK(lines(result).empty());
  CHECK(link_of(result, 0).timestamp == timestamp_settings{"$.ts", "epoch_s", {}});
  CHECK(link_of(result, 1).timestamp == timestamp_settings{"$.at", "iso", {}});
  CHECK_FALSE(link_of(result, 2).timestamp);
}

} // namespace troupe::test
