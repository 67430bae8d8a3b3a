#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

namespace troupe::test {
namespace {

constexpr auto agents = R"(
  [realm.hall.agent]
  floor.host = "h"
  aws.host   = "cloud"
)";

load_result parse_hall(const std::string& text) { return parse(agents + text); }

const std::vector<asset_settings>& assets_of(const load_result& x) {
  INFO(lines(x));
  REQUIRE(x.value);
  return x.value->realms.at(0).assets;
}

std::vector<std::string> ids_of(const load_result& x) {
  std::vector<std::string> out;
  for (auto& asset : assets_of(x))
    out.push_back(asset.id);
  return out;
}

using names = std::vector<std::string>;

} // namespace

TEST_CASE("a group makes an asset of its template for each of its ids") {
  auto result = parse_hall(R"(
    [realm.hall.asset_template.press]
    name         = "Press {asset}"
    type         = "PressAsset"
    expect_every = "5s"
    agent_link   = { agent = "floor", subscription_topic = "hall/{asset}/{attribute}" }
    forward      = [{ agent = "aws", publish_topic = "up/{asset}/{attribute}", write_value = '{"%ASSET%": %VALUE%}' }]
    [realm.hall.asset_template.press.attribute]
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

TEST_CASE("a template that nothing is made of is checked and told") {
  CHECK(
      lines(parse("realm.hall.asset_template.press = { name = \"{asset} {anything}\", "
                  "parent = \"{line}\" }"))
      == "t.toml:1:27: warning: realm.hall.asset_template.press: no asset_group of this realm "
         "makes "
         "assets of it\n");
  CHECK(lines(parse("realm.hall.asset_template.press.expect_every = 5\n"))
            .starts_with("t.toml:1:27: warning: realm.hall.asset_template.press: no asset_group"));
  CHECK_FALSE(parse("realm.hall.asset_template.press.expect_every = 5\n").value);
}

TEST_CASE("the keys of a group go over the template's, one by one") {
  auto result = parse_hall(R"(
    [realm.hall.asset_template.press]
    name         = "{asset}"
    type         = "PressAsset"
    expect_every = "5s"
    agent_link   = { agent = "floor", subscription_topic = "hall/{asset}", qos = 1, json_path = "$.a" }
    forward      = [{ agent = "aws", publish_topic = "up/{attribute}" }]
    attribute    = { a.agent_link = {}, b.agent_link = { json_path = "$.b" } }
    [realm.hall.asset_group.presses]
    template     = "press"
    ids          = ["p"]
    name         = "Press {asset}"
    expect_every = "1m"
    agent_link   = { qos = 2, value_filters = [{ type = "json_path", path = "$.c" }] }
    forward      = [{ agent = "aws", publish_topic = "copy/{attribute}" }])");
  CHECK(lines(result).empty());
  auto& press = assets_of(result).at(0);
  CHECK(press.name == "Press p");
  CHECK(press.type == "PressAsset");
  auto& a = press.attributes.at(0);
  CHECK(a.expect_every == milliseconds{60'000});
  CHECK(a.agent_link->agent == "floor");
  CHECK(a.agent_link->subscription_topic == "hall/p");
  CHECK(a.agent_link->qos == 2);
  CHECK(std::get<json_path_filter>(a.agent_link->value_filters.at(0)).path == "$.c");
  REQUIRE(a.forwards.size() == 2);
  CHECK(a.forwards[0].publish_topic == "up/a");
  CHECK(a.forwards[1].publish_topic == "copy/a");
  auto& b = *press.attributes.at(1).agent_link;
  CHECK(std::get<json_path_filter>(b.value_filters.at(0)).path == "$.b");
}

namespace {

constexpr auto rows_hall = R"(
[realm.hall.agent]
floor.host = "h"
[realm.hall.asset.line-1]
[realm.hall.asset_template.press]
name       = "Press {number}"
parent     = "line-{line}"
agent_link = { agent = "{gate}", subscription_topic = "hall/{line}/{asset}/{attribute}" }
[realm.hall.asset_template.press.attribute]
oil    = { type = "number", agent_link = {} }
target = { type = "number", agent_link = { publish_topic = "hall/{number}/set", write_value = '{"%PARAM:line%/%ATTRIBUTE%": %VALUE%}' } }
[realm.hall.asset_group.presses]
template = "press"
rows     = "presses.csv"
)";

load_result
load_rows(const temporary_folder& folder, const std::string& rows, const std::string& more = "") {
  folder.write("presses.csv", rows);
  return load_settings(folder.write("t.toml", rows_hall + more), with_variables({}));
}

/// The folder is another one each time.
std::string lines_in(const temporary_folder& folder, const load_result& x) {
  auto out = lines(x);
  for (auto at = out.find(folder.path()); at != out.npos; at = out.find(folder.path()))
    out.replace(at, folder.path().size() + 1, "");
  return out;
}

} // namespace

TEST_CASE("the rows of a CSV file give assets their values") {
  temporary_folder folder;
  auto result = load_rows(folder, "id,line,number,gate\r\np-9,1,\"9\",floor\r\np-8,1,8,floor\r\n");
  CHECK(lines(result).empty());
  REQUIRE(ids_of(result) == names{"line-1", "p-8", "p-9"});
  auto& press = assets_of(result)[2];
  CHECK(press.name == "Press 9");
  CHECK(press.parent == "line-1");
  CHECK(press.attributes[0].agent_link->agent == "floor");
  CHECK(press.attributes[0].agent_link->subscription_topic == "hall/1/p-9/oil");
  CHECK(press.attributes[1].agent_link->publish_topic == "hall/9/set");
  CHECK(press.attributes[1].agent_link->write_value == R"({"1/target": %VALUE%})");
}

TEST_CASE("the id of a row's asset is made of its columns") {
  temporary_folder folder;
  auto result =
      load_rows(folder, "line,number,gate\n1,9,floor\n", "id = \"press-{line}-{number}\"");
  CHECK(lines(result).empty());
  CHECK(ids_of(result) == names{"line-1", "press-1-9"});
}

TEST_CASE("what takes a placeholder's place is not looked at again") {
  temporary_folder folder;
  auto result = load_rows(folder, "id,line,number,gate\np,1,{line}{number}%PARAM:line%,floor\n");
  CHECK(lines(result).empty());
  auto& press = assets_of(result)[1];
  CHECK(press.name == "Press {line}{number}%PARAM:line%");
  CHECK(press.attributes[1].agent_link->publish_topic == "hall/{line}{number}%PARAM:line%/set");
}

TEST_CASE("mistakes of rows are told with the row, the group and the template") {
  struct row {
    std::string rows, more, expected;
  };
  constexpr auto made = " (asset_template at t.toml:5:28, asset_group at t.toml:12:25, row at ";
  constexpr auto path = "error: realm.hall.asset.p.";
  for (auto& x : std::vector<row>{
           {"id,line,number,gate\np,1,9\n", "",
            "presses.csv:2:1: error: realm.hall.asset_group.presses.rows: has 3 values; the "
            "columns "
            "are 4 (asset_group at t.toml:12:25)\n"},
           {"line,number,gate\n1,9,floor\n", "",
            "presses.csv:1:1: error: realm.hall.asset_group.presses.rows: there is no column "
            "\"id\"; expected one, or the key id, made of others (asset_group at t.toml:12:25)\n"},
           {"line,number,gate\n1,9,floor\n", "id = \"{asset}\"",
            "t.toml:15:6: error: realm.hall.asset_group.presses.id: \"{asset}\" has the unknown "
            "placeholder \"{asset}\"; expected {line}, {number} or {gate}; a brace itself is "
            "written "
            "{{; the columns are at presses.csv:1:1\n"},
           {"id,line,number,gate\np,2,9,floor\n", "",
            std::string{"t.toml:7:14: "} + path
                + "parent: expected an asset of this realm, found \"line-2\"; did you mean "
                  "\"line-1\"? Known: \"line-1\", \"p\""
                + made + "presses.csv:2:1)\n"},
           {"id,line,number,gate\np,1,9,flor\n", "",
            std::string{"t.toml:8:24: "} + path
                + "agent_link.agent: expected an agent of this realm, found \"flor\"; did you mean "
                  "\"floor\"?"
                + made + "presses.csv:2:1)\n"},
           {"id,line,number,gate\np,1,+,floor\n", "",
            std::string{"t.toml:11:60: "} + path
                + "attribute.target.agent_link.publish_topic: \"hall/+/set\" has a wildcard, but "
                  "messages go to one topic"
                + made + "presses.csv:2:1)\n"},
           {"id,line,number,gate\np,%VALUE%,9,floor\n", "asset.\"line-%VALUE%\" = {}", ""},
       }) {
    temporary_folder folder;
    auto result = load_rows(folder, x.rows, x.more);
    if (x.expected.empty())
      CHECK(
          lines_in(folder, result).find("would get a %VALUE% or %TIME% from the value of a column")
          != std::string::npos);
    else
      CHECK(lines_in(folder, result) == x.expected);
    CHECK_FALSE(result.value);
  }
}

TEST_CASE("a wildcard in a row widens no subscription") {
  temporary_folder folder;
  auto said = lines(load_rows(folder, "id,line,number,gate\np,1/#,9,floor\nq,+,9,floor\n"));
  CHECK(said.find("\"hall/+/q/oil\" has a wildcard that is the value of a column") != said.npos);
  CHECK(said.find("\"hall/1/#/p/oil\"") != said.npos);
}

TEST_CASE("rows that are not there are an error, and none at all a warning") {
  auto text = "[realm.hall]\nasset_template.press = {}\n"
              "asset_group.presses = { template = \"press\", rows = \"none.csv\" }\n";
  CHECK(
      lines(parse(text))
      == "t.toml:3:52: error: realm.hall.asset_group.presses.rows: \"none.csv\" cannot be read: No "
         "such file or directory\n");
  temporary_folder folder;
  auto result = load_rows(folder, "id,line,number,gate\n");
  CHECK(
      lines_in(folder, result)
      == "presses.csv:1:1: warning: realm.hall.asset_group.presses.rows: there are columns, but no "
         "rows (asset_group at t.toml:12:25)\n");
  CHECK(ids_of(result) == names{"line-1"});
}

TEST_CASE("groups cannot make assets or attributes without bound") {
  auto group = [](const std::string& ids, const std::string& attributes = "") {
    return lines(parse(
        "[realm.hall]\nasset_template.press = {" + attributes
        + "}\nasset_group.presses = { template = \"press\", ids = [" + ids + "] }\n"));
  };
  CHECK(
      group("\"{1..999999999}\"")
      == "t.toml:3:52: error: realm.hall.asset_group.presses.ids: too many assets; groups make at "
         "most 100000\n");
  CHECK(group("\"{1..99999}\"").empty());
  auto twice = group("\"a{1..60000}\", \"b{1..60000}\"");
  CHECK(twice.starts_with("t.toml:3:67: error: realm.hall.asset_group.presses.ids: too many"));
  std::string attributes = "attribute = {";
  for (auto i = 0; i < 11; ++i)
    attributes += (i ? ", a" : "a") + std::to_string(i) + " = {}";
  CHECK(
      group("\"{1..100000}\"", attributes + "}")
      == "t.toml:3:36: error: realm.hall.asset_group.presses.template: too many attributes; groups "
         "make at most 1000000\n");
}

TEST_CASE("a long text of a template is not made too often, or too long by its placeholders") {
  auto group = [](const std::string& name, const std::string& ids) {
    return lines(parse(
        "[realm.hall]\nasset_template.press.name = \"" + name
        + "\"\nasset_group.presses = { template = \"press\", ids = [\"" + ids + "\"] }\n"));
  };
  CHECK(group(std::string(50'000, 'x'), "{1..10}").empty());
  CHECK(
      group(std::string(50'000, 'x'), "{1..100000}")
      == "t.toml:3:36: error: realm.hall.asset_group.presses.template: too long for so many "
         "assets; groups make at most 4 GiB\n");
  std::string many;
  for (auto i = 0; i < 600; ++i)
    many += "{asset}";
  CHECK(group(many, std::string(100, 'a')).empty());
  CHECK(
      group(many, std::string(110, 'a')).find("is longer than 65535 bytes with the values of its")
      != std::string::npos);
}

TEST_CASE("a payload has a bound with the values of its columns") {
  temporary_folder folder;
  std::string payload;
  for (auto i = 0; i < 1100; ++i)
    payload += "%PARAM:line%";
  auto said = [&](size_t size) {
    folder.write("long.csv", "id,line\np," + std::string(size, 'x') + "\n");
    auto file = folder.write(
        "long.toml",
        "[realm.hall]\nagent.floor.host = \"h\"\n"
        "asset_template.press.attribute.a.agent_link = { agent = \"floor\", publish_topic = \"t\", "
        "write_value = \""
            + payload
            + "\" }\nasset_group.presses = { template = \"press\", rows = \"long.csv\" }\n");
    return lines(load_settings(file, with_variables({})));
  };
  CHECK(said(900).empty());
  CHECK(
      said(1000).find("is longer than 1 MiB with the values of its columns") != std::string::npos);
}

TEST_CASE("what is forwarded and comes back is told with the group") {
  auto said = lines(parse(R"([realm.hall]
agent.floor.host = "h"
[realm.hall.asset_template.press]
agent_link = { agent = "floor", subscription_topic = "s/{asset}" }
forward    = [{ agent = "floor", publish_topic = "s/{asset}" }]
attribute.a.agent_link = {}
[realm.hall.asset_group.presses]
template = "press"
ids      = ["p-{1..100}"]
)"));
  CHECK(
      said.starts_with("t.toml:5:15: error: realm.hall.asset.p-1: what is forwarded comes back: "));
  CHECK(said.ends_with(" (asset_group at t.toml:7:25)\n"));
  CHECK(std::count(said.begin(), said.end(), '\n') == 1);
}

TEST_CASE("mistakes of many assets are told in few lines") {
  auto made = [](const std::string& keys) {
    auto result = parse(
        "[realm.hall]\nasset_template.press = {" + keys
        + "}\nasset_group.presses = { template = \"press\", ids = [\"{1..5000}\", \"{1..5000}\"] "
          "}\n");
    CHECK_FALSE(result.value);
    return result.diagnostics.size();
  };
  CHECK(made("") <= 20); // each id twice
  CHECK(made("name = \"{x}\"") <= 21);
  CHECK(made("parent = \"{asset}\"") <= 120); // circles
  CHECK(made("parent = \"{asset}-\"") <= 40); // unknown
  CHECK(made("attribute.a.agent_link = { agent = \"{asset}\", publish_topic = \"t\" }") <= 40);
  CHECK(
      made(
          "attribute.\"+\".agent_link = { agent = \"a\", publish_topic = \"{asset}/{attribute}\" }")
      <= 60);
}

} // namespace troupe::test
