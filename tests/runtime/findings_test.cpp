#include "tests/support/catch.hpp"

#include "config/load.hpp"
#include "runtime/cli/findings.hpp"

using namespace troupe;
using namespace troupe::cli;

namespace {

const auto linked = R"(
[realm.hall.agent.floor]
host = "127.0.0.1"
[realm.hall.asset.press]
attribute.oil = { type = "number", agent_link = { agent = "floor", subscription_topic = "a", json_path = "PATH" } }
)";

load_result load(std::string path) {
  std::string text = linked;
  text.replace(text.find("PATH"), 4, path);
  return parse_settings(text, "hall.toml");
}

} // namespace

TEST_CASE("a good configuration is summed up in one line") {
  auto loaded = load("$.oil");
  REQUIRE(loaded.value);
  add_link_findings(loaded.diagnostics, *loaded.value);
  CHECK(error_count(loaded.diagnostics) == 0);
  CHECK(
      good_line("hall.toml", *loaded.value, loaded.diagnostics)
      == "hall.toml: good: 1 realm, 1 agent, 1 asset, 1 link");
}

TEST_CASE("a link that cannot be compiled is an error where it stands") {
  auto loaded = load("$.oil[");
  REQUIRE(loaded.value);
  add_link_findings(loaded.diagnostics, *loaded.value);
  REQUIRE(error_count(loaded.diagnostics) == 1);
  auto line = to_string(loaded.diagnostics.front());
  CAPTURE(line);
  CHECK(line.starts_with("hall.toml:5:"));
  CHECK(line.find("realm.hall.asset.press.attribute.oil.agent_link") != std::string::npos);
}

TEST_CASE("a placeholder that cannot work is an error where its link stands") {
  std::string text = linked;
  text.replace(
      text.find("subscription_topic = \"a\", json_path = \"PATH\""), 44,
      "publish_topic = \"a\", write_value = \"%TIME:yyyy-bb%\"");
  auto loaded = parse_settings(text, "hall.toml");
  REQUIRE(loaded.value);
  add_link_findings(loaded.diagnostics, *loaded.value);
  REQUIRE(error_count(loaded.diagnostics) == 1);
  auto line = to_string(loaded.diagnostics.front());
  CAPTURE(line);
  CHECK(line.starts_with("hall.toml:5:"));
  CHECK(
      line.find("write_value: the placeholder %TIME:yyyy-bb%: the date pattern has the unknown "
                "letter b")
      != std::string::npos);
}

TEST_CASE("what a link can say and can never happen is a warning at its place") {
  auto [link, warning] = GENERATE(table<std::string, std::string>({
      {R"(value_converter = { on = 1, OFF = 0, "*" = 2, null = 3 })",
       "value_converter: the key \"on\" matches nothing, since values are looked up in upper case: "
       "write \"ON\""},
      {R"x(value_filters = [{ type = "regex", pattern = "(a)b", match_group = 5 }])x",
       "value_filters[0]: the pattern has 1 group, so match_group 5 finds nothing"},
      {R"(value_filters = [{ type = "topic", level = 7 }])",
       "value_filters[0]: the topic has 2 levels, counted from 0, so level 7 finds nothing"},
      {R"(value_filters = [{ type = "topic", level = -3 }])",
       "value_filters[0]: the topic has 2 levels, counted from 0, so level -3 finds nothing"},
      {R"x(value_filters = [{ type = "topic", level = -2 }, { type = "regex", pattern = "(a)", match_group = 1 }])x",
       ""},
  }));
  auto text = R"([realm.hall.agent.floor]
host = "h"
[realm.hall.asset.press.attribute.x.agent_link]
agent = "floor"
subscription_topic = "a/+"
)" + link;
  auto loaded = parse_settings(text, "t.toml");
  REQUIRE(loaded.value);
  add_link_findings(loaded.diagnostics, *loaded.value);
  CHECK(error_count(loaded.diagnostics) == 0);
  REQUIRE(loaded.diagnostics.size() == !warning.empty());
  if (!warning.empty())
    CHECK(
        to_string(loaded.diagnostics[0])
            .find("warning: realm.hall.asset.press.attribute.x.agent_link." + warning)
        != std::string::npos);
}

TEST_CASE("what a template's links get wrong is told once, with the group") {
  auto loaded = parse_settings(
      R"([realm.hall]
agent.floor.host = "h"
asset_template.press.agent_link = { agent = "floor", subscription_topic = "{asset}" }
asset_template.press.attribute.a.agent_link = { json_path = "$[" }
asset_template.press.attribute.b.agent_link = { value_converter = { on = 1 } }
asset_group.presses = { template = "press", ids = ["{1..50}"] }
)",
      "t.toml");
  REQUIRE(loaded.value);
  add_link_findings(loaded.diagnostics, *loaded.value);
  REQUIRE(loaded.diagnostics.size() == 2);
  for (auto& x : loaded.diagnostics) {
    CHECK(x.at.line < 6);
    CHECK(x.text.ends_with(" (asset_group at t.toml:6:13)"));
  }
}

TEST_CASE("every filter that cannot be compiled is an error where it stands, once") {
  auto loaded = parse_settings(
      R"x([realm.hall.agent.floor]
host = "127.0.0.1"
[realm.hall.asset.press]
agent_link = { agent = "floor", subscription_topic = "a", publish_topic = "b", value_filters = [
  { type = "regex", pattern = "a)" },
  { type = "math_expression", expression = "x+" }] }
attribute.oil.agent_link = {}
attribute.water.agent_link = { write_value_filters = [{ type = "regex", pattern = "(?<=a*b*)c" }] }
)x",
      "hall.toml");
  REQUIRE(loaded.value);
  add_link_findings(loaded.diagnostics, *loaded.value);
  std::string all;
  for (auto& x : loaded.diagnostics)
    all += to_string(x) + "\n";
  const std::string oil = "error: realm.hall.asset.press.attribute.oil.agent_link.";
  CHECK(
      all
      == "hall.toml:5:31: " + oil
             + "value_filters[0]: a bracket is closed that was never opened, at character 2\n"
               "hall.toml:6:44: "
             + oil
             + "value_filters[1]: \"+\" lacks a value, at character 2\n"
               "hall.toml:8:83: error: realm.hall.asset.press.attribute.water.agent_link."
               "write_value_filters[0]: the pattern cannot be translated: lookbehind assertion is "
               "not fixed length, at character 1\n");
}

TEST_CASE("errors and warnings are counted apart") {
  diagnostics x{{diagnostic::error, {}, "a"}, {diagnostic::warning, {}, "b"}};
  CHECK(totals_line(x) == "1 error, 1 warning");
  CHECK(totals_line({}) == "0 errors, 0 warnings");
}

TEST_CASE("findings as JSON say where each is") {
  auto file = std::make_shared<const std::string>("hall.toml");
  CHECK(
      findings_json({{diagnostic::warning, {file, 3, 7}, "a \"b\""}})
      == R"([{"file":"hall.toml","line":3,"column":7,"severity":"warning","text":"a \"b\""}])");
}

TEST_CASE("three mistakes of three kinds are three errors, in the order of the file") {
  auto loaded = parse_settings(
      R"x([realm.hall.agent.floor]
host = "127.0.0.1"
hots = 1
[realm.hall.asset.press.attribute]
oil = { agent_link = { agent = "floor", subscription_topic = "a", json_path = "$.[" } }
water = { agent_link = { agent = "floor", subscription_topic = "a", value_filters = [
  { type = "regex", pattern = "(" }] } }
)x",
      "hall.toml");
  REQUIRE_FALSE(loaded.value);
  add_link_findings(loaded.diagnostics, *loaded.draft);
  std::vector<uint32_t> lines;
  for (auto& x : loaded.diagnostics)
    lines.push_back(x.at.line);
  CHECK(lines == std::vector<uint32_t>{3, 5, 7});
  CHECK(error_count(loaded.diagnostics) == 3);
}

TEST_CASE("a line that is wrong already gets no second complaint") {
  auto loaded = parse_settings(
      "[realm.hall.agent.floor]\nhost = \"127.0.0.1\"\n[realm.hall.asset.press.attribute]\n"
      "oil = { tpye = \"number\", agent_link = { agent = \"floor\", subscription_topic = \"a\", "
      "json_path = \"$.[\" } }\n",
      "hall.toml");
  add_link_findings(loaded.diagnostics, *loaded.draft);
  CHECK(loaded.diagnostics.size() == 1);
}

TEST_CASE("what is wrong with a key of a link is told where the key stands, each by itself") {
  auto loaded = parse_settings(
      R"x([realm.hall.agent.floor]
host = "127.0.0.1"
[realm.hall.asset.press]
agent_link = { agent = "floor", subscription_topic = "a", publish_topic = "b" }
[realm.hall.asset.press.attribute.oil.agent_link]
json_path = "$.oil"
write_value = "%TIME:yyyy-bb%"
[realm.hall.asset.press.attribute.water.agent_link]
value_filters = [{ type = "regex", pattern = "a" }]
payload = "bytes"
message_match_predicate = { type = "geojson", geo_json = "{}" }
[realm.hall.asset.press.attribute.air.agent_link]
json_path = "$.air"
timestamp = { format = "epoch_us", path = "$.ts" }
[realm.hall.asset.press.attribute.dust.agent_link]
timestamp = { path = "$.ts[" }
[realm.hall.asset.press.attribute.heat.agent_link]
payload = "text"
value_filters = [{ type = "bytes" }]
)x",
      "hall.toml");
  std::string before;
  for (auto& x : loaded.diagnostics)
    before += to_string(x) + "\n";
  CAPTURE(before);
  add_link_findings(loaded.diagnostics, *loaded.draft);
  std::vector<std::string> found;
  for (auto& x : loaded.diagnostics)
    found.push_back(
        std::to_string(x.at.line) + ":" + std::to_string(x.at.column) + " "
        + x.text.substr(0, x.text.find(": ")));
  const std::string attribute = "realm.hall.asset.press.attribute.";
  CHECK(
      found
      == std::vector<std::string>{
          "7:15 " + attribute + "oil.agent_link.write_value",
          "10:11 " + attribute + "water.agent_link.payload",
          "11:27 " + attribute + "water.agent_link.message_match_predicate",
          "14:24 " + attribute + "air.agent_link.timestamp.format",
          "16:22 " + attribute + "dust.agent_link.timestamp.path",
          "19:17 " + attribute + "heat.agent_link.value_filters"});
}

TEST_CASE("a default of an asset that cannot be compiled is one mistake, at its place") {
  auto loaded = parse_settings(
      R"x([realm.hall.agent.floor]
host = "127.0.0.1"
[realm.hall.asset.press]
agent_link = { agent = "floor", publish_topic = "{asset}", write_value = "%VALUE:%q%", subscription_topic = "{attribute}", timestamp = { path = "$.ts", format = "bb" } }
attribute.oil.agent_link = {}
attribute.water.agent_link = {}
)x",
      "hall.toml");
  REQUIRE(loaded.value);
  add_link_findings(loaded.diagnostics, *loaded.value);
  REQUIRE(loaded.diagnostics.size() == 2);
  CHECK(to_string(loaded.diagnostics[0])
            .starts_with("hall.toml:4:74: error: realm.hall.asset.press.attribute.oil.agent_link."
                         "write_value: the placeholder %VALUE:%q%: "));
  CHECK(to_string(loaded.diagnostics[1])
            .starts_with("hall.toml:4:162: error: realm.hall.asset.press.attribute.oil.agent_link."
                         "timestamp.format: "));
}

TEST_CASE("a format that fits no value of the type is an error at its key") {
  auto errors = [](const std::string& type, const std::string& format) {
    auto loaded = parse_settings(
        "[realm.hall.agent.floor]\nhost = \"h\"\n[realm.hall.asset.press]\nattribute.a = { type = "
        "\"" + type
            + "\", agent_link = { agent = \"floor\", publish_topic = \"a\", write_value = \"%VALUE:"
            + format + "%\" } }\n",
        "hall.toml");
    REQUIRE(loaded.value);
    add_link_findings(loaded.diagnostics, *loaded.value);
    return loaded.diagnostics;
  };
  for (auto& [type, format] : {std::pair{"number", "%d"}, {"integer", "%.2f"}, {"long", "%e"}}) {
    CAPTURE(type, format);
    auto found = errors(type, format);
    REQUIRE(found.size() == 1);
    CHECK(found[0].at.line == 4);
    CHECK(found[0].at.column > 70);
    CHECK(
        found[0].text.find("write_value: fits no value of type \"" + std::string{type} + "\"")
        != std::string::npos);
  }
  for (auto& [type, format] :
       {std::pair{"number", "%.1f"}, {"integer", "%05d"}, {"boolean", "%b"}, {"text", "%d"}})
    CHECK(errors(type, format).empty());
}
