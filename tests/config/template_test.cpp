#include "tests/config/template_support.hpp"

namespace troupe::test {
namespace {

/// A template for `parse_hall`; its attributes follow.
const std::string press_template = R"(
  [realm.hall.asset_template.press]
  name         = "Press {asset}"
  type         = "PressAsset"
  expect_every = "5s"
  agent_link   = { agent = "floor", subscription_topic = "hall/{asset}/{attribute}", qos = 1, json_path = "$.a" }
  forward      = [{ agent = "aws", publish_topic = "up/{asset}/{attribute}", write_value = '{"%ASSET%": %VALUE%}' }]
  [realm.hall.asset_template.press.attribute]
)";

} // namespace

TEST_CASE("a group makes an asset of its template for each of its ids") {
  auto result = parse_hall(press_template + R"(
    oil    = { type = "number", agent_link = {} }
    target = { type = "number", agent_link = { publish_topic = "hall/{asset}/set", write_value = '{"%ASSET%.%ATTRIBUTE%": %VALUE%}' } }
    [realm.hall.asset_group.presses]
    template = "press"
    ids      = ["press-9", "press-1"])");
  CHECK(lines(result).empty());
  REQUIRE(ids_of(result) == names{"press-1", "press-9"});
  auto& press = assets_of(result)[1];
  CHECK(press.name == "Press press-9");
  CHECK(press.type == "PressAsset");
  REQUIRE(press.attributes.size() == 2);
  auto& oil = press.attributes[0];
  CHECK(oil.name == "oil");
  CHECK(oil.agent_link->agent == "floor");
  CHECK(oil.agent_link->subscription_topic == "hall/press-9/oil");
  CHECK(oil.expect_every == milliseconds{5000});
  CHECK(oil.forwards.at(0).publish_topic == "up/press-9/oil");
  CHECK(oil.forwards.at(0).write_value == R"({"press-9": %VALUE%})");
  auto& target = press.attributes[1];
  CHECK(target.agent_link->publish_topic == "hall/press-9/set");
  CHECK(target.agent_link->write_value == R"({"press-9.target": %VALUE%})");
}

TEST_CASE("what a group makes equals the same assets written one by one") {
  auto made = parse_hall(R"(
    [realm.hall.asset_template.press]
    agent_link = { agent = "floor", subscription_topic = "hall/{asset}" }
    attribute.oil = { type = "number", agent_link.json_path = "$.oil" }
    [realm.hall.asset_group.presses]
    template = "press"
    ids      = ["a", "b"])");
  auto written = parse_hall(R"(
    [realm.hall.asset.a]
    agent_link = { agent = "floor", subscription_topic = "hall/a" }
    attribute.oil = { type = "number", agent_link.json_path = "$.oil" }
    [realm.hall.asset.b]
    agent_link = { agent = "floor", subscription_topic = "hall/b" }
    attribute.oil = { type = "number", agent_link.json_path = "$.oil" })");
  CHECK(assets_of(made) == assets_of(written));
  CHECK(*made.value == *written.value);
}

TEST_CASE("a plain asset keeps its braces in the name and may be the parent of a group's") {
  auto result = parse(R"([realm.hall]
    asset.line.name = "Line {asset}"
    asset_template.press = { parent = "line", name = "{{{asset}}}" }
    asset_group.presses = { template = "press", ids = ["press"] })");
  CHECK(lines(result).empty());
  REQUIRE(ids_of(result) == names{"line", "press"});
  CHECK(assets_of(result)[0].name == "Line {asset}");
  CHECK(assets_of(result)[1].name == "{press}");
  CHECK(assets_of(result)[1].parent == "line");
}

TEST_CASE("several groups may use one template, and stand in any order") {
  auto result = parse(R"([realm.hall]
    asset_group.west = { template = "press", ids = ["w"] }
    asset_group.east = { template = "press", ids = ["e"], type = "EastAsset" }
    asset_template.press.type = "PressAsset")");
  CHECK(lines(result).empty());
  REQUIRE(ids_of(result) == names{"e", "w"});
  CHECK(assets_of(result)[0].type == "EastAsset");
  CHECK(assets_of(result)[1].type == "PressAsset");
}

TEST_CASE("the keys of a group go over the template's, one by one") {
  auto result = parse_hall(press_template + R"(
    a.agent_link = {}
    b.agent_link = { json_path = "$.b" }
    [realm.hall.asset_group.presses]
    template     = "press"
    ids          = ["p"]
    name         = "No. {asset}"
    expect_every = "1m"
    agent_link   = { qos = 2, value_filters = [{ type = "json_path", path = "$.c" }] }
    forward      = [{ agent = "aws", publish_topic = "copy/{attribute}" }])");
  CHECK(lines(result).empty());
  auto& press = assets_of(result).at(0);
  CHECK(press.name == "No. p");
  CHECK(press.type == "PressAsset");
  auto& a = press.attributes.at(0);
  CHECK(a.expect_every == milliseconds{60'000});
  CHECK(a.agent_link->agent == "floor");
  CHECK(a.agent_link->subscription_topic == "hall/p/a");
  CHECK(a.agent_link->qos == 2);
  CHECK(std::get<json_path_filter>(a.agent_link->value_filters.at(0)).path == "$.c");
  REQUIRE(a.forwards.size() == 2);
  CHECK(a.forwards[0].publish_topic == "up/p/a");
  CHECK(a.forwards[1].publish_topic == "copy/a");
  auto& b = *press.attributes.at(1).agent_link;
  CHECK(std::get<json_path_filter>(b.value_filters.at(0)).path == "$.b");
}

} // namespace troupe::test
