#include "tests/config/template_support.hpp"

namespace troupe::test {
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

TEST_CASE("a wildcard in a row widens no subscription") {
  temporary_folder folder;
  auto said = lines(load_rows(folder, "id,line,number,gate\np,1/#,9,floor\nq,+,9,floor\n"));
  CHECK(said.find("\"hall/+/q/oil\" has a wildcard that is the value of a column") != said.npos);
  CHECK(said.find("\"hall/1/#/p/oil\"") != said.npos);
}

TEST_CASE("mistakes of rows are told with the row, the group and the template") {
  struct row {
    const char *rows, *more, *expected;
  };
  for (auto& x : {
           row{"id,line,number,gate\np,1,9\n", "",
               "presses.csv:2:1: error: realm.hall.asset_group.presses.rows: has 3 values; the "
               "columns are 4 (asset_group at t.toml:12:25)\n"},
           row{"line,number,gate\n1,9,floor\n", "",
               "presses.csv:1:1: error: realm.hall.asset_group.presses.rows: there is no column "
               "\"id\"; expected one, or the key id, made of others (asset_group at "
               "t.toml:12:25)\n"},
           row{"line,number,gate\n1,9,floor\n", "id = \"{asset}\"",
               "t.toml:15:6: error: realm.hall.asset_group.presses.id: \"{asset}\" has the unknown "
               "placeholder \"{asset}\"; expected {line}, {number} or {gate}; a brace itself is "
               "written {{; the columns are at presses.csv:1:1\n"},
           row{"id,line,number,gate\np,2,9,floor\n", "",
               "t.toml:7:14: error: realm.hall.asset.p.parent: expected an asset of this realm, "
               "found \"line-2\"; did you mean \"line-1\"? Known: \"line-1\", \"p\" "
               "(asset_template at t.toml:5:28, asset_group at t.toml:12:25, row at "
               "presses.csv:2:1)\n"},
           row{"id,line,number,gate\np,1,9,flor\n", "",
               "t.toml:8:24: error: realm.hall.asset.p.agent_link.agent: expected an agent of this "
               "realm, found \"flor\"; did you mean \"floor\"? (asset_template at t.toml:5:28, "
               "asset_group at t.toml:12:25, row at presses.csv:2:1)\n"},
           row{"id,line,number,gate\np,1,+,floor\n", "",
               "t.toml:11:60: error: realm.hall.asset.p.attribute.target.agent_link.publish_topic: "
               "\"hall/+/set\" has a wildcard, but messages go to one topic (asset_template at "
               "t.toml:5:28, asset_group at t.toml:12:25, row at presses.csv:2:1)\n"},
       }) {
    temporary_folder folder;
    auto result = load_rows(folder, x.rows, x.more);
    CHECK(lines_in(folder, result) == x.expected);
    CHECK_FALSE(result.value);
  }
  temporary_folder folder;
  auto result =
      load_rows(folder, "id,line,number,gate\np,%VALUE%,9,floor\n", "asset.\"line-%VALUE%\" = {}");
  CHECK(
      lines_in(folder, result).find("would get a %VALUE% or %TIME% from the value of a column")
      != std::string::npos);
  CHECK_FALSE(result.value);
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

} // namespace troupe::test
