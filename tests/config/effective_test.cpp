#include "config/effective.hpp"

#include "config/toml.hpp"
#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

namespace troupe::test {
namespace {

constexpr auto hall = R"([realm.hall.agent]
floor = { host = "h", username = "u", password = { env = "SET" }, websocket_mode = true, websocket_query = "token=hunter2" }
[realm.hall.asset_template.press]
name         = "Press {number}"
expect_every = "5s"
agent_link   = { agent = "floor", subscription_topic = "s/{asset}", qos = 1, timestamp = { path = "$.ts" } }
forward      = [{ agent = "floor", publish_topic = "up/{attribute}" }]
[realm.hall.asset_template.press.attribute]
oil    = { type = "number", min = 2, agent_link.json_path = "$.oil" }
target = { type = "text", expect_every = "never", agent_link = { publish_topic = "w/{number}", qos = 0, write_value = "%PARAM:number%" }, forward = [{ agent = "floor", publish_topic = "own" }] }
[realm.hall.asset_group.presses]
template        = "press"
rows            = "presses.csv"
agent_link.qos  = 2
[realm.hall.asset."plain.one"]
agent_link = { agent = "floor", value_filters = [{ type = "json_path", path = "$.a" }] }
attribute.a.agent_link.subscription_topic = "t"
[console.user.ops]
password_hash = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG"
)";

/// As "KEY = VALUE # LINE:COLUMN", without the folder.
std::string listed(const config::effective_table& x) {
  auto place = [](const origin& at) {
    return at.line ? std::filesystem::path{*at.file}.filename().string() + ":"
                         + std::to_string(at.line) + ":" + std::to_string(at.column)
                   : std::string{"-"};
  };
  auto out = x.path + " # " + place(x.at) + "\n";
  for (auto& value : x.values)
    out +=
        value.key + " = " + config::toml_value(value.value) + " # " + place(value.value.at) + "\n";
  return out;
}

std::string effective(const std::string& text, const std::string& realm, const std::string& id) {
  temporary_folder folder;
  folder.write("presses.csv", "id,number\np-8,8\np-9,9\n");
  auto found = config::effective(
      folder.write("t.toml", text), with_variables({{"SET", "hunter2"}}), realm, id);
  INFO(lines(found.loaded));
  CHECK(found.loaded.value);
  std::string out;
  for (auto& table : found.tables)
    out += listed(table);
  return out;
}

} // namespace

TEST_CASE("each value that counts is told with the place that it comes from") {
  CHECK(effective(hall, "hall", "p-9") == R"(realm.hall.asset.p-9 # presses.csv:3:1
name = "Press 9" # t.toml:4:16
expect_every = "5s" # t.toml:5:16
attribute.oil.type = "number" # t.toml:9:19
attribute.oil.expect_every = "5s" # t.toml:5:16
attribute.oil.min = 2 # t.toml:9:35
attribute.oil.agent_link.json_path = "$.oil" # t.toml:9:61
attribute.oil.agent_link.agent = "floor" # t.toml:6:26
attribute.oil.agent_link.subscription_topic = "s/p-9" # t.toml:6:56
attribute.oil.agent_link.qos = 2 # t.toml:14:19
attribute.oil.agent_link.timestamp.path = "$.ts" # t.toml:6:99
attribute.oil.forward[0].agent = "floor" # t.toml:7:27
attribute.oil.forward[0].publish_topic = "up/oil" # t.toml:7:52
attribute.target.type = "text" # t.toml:10:19
attribute.target.expect_every = "never" # t.toml:10:42
attribute.target.agent_link.agent = "floor" # t.toml:6:26
attribute.target.agent_link.publish_topic = "w/9" # t.toml:10:82
attribute.target.agent_link.qos = 0 # t.toml:10:102
attribute.target.agent_link.write_value = "9" # t.toml:10:119
attribute.target.agent_link.timestamp.path = "$.ts" # t.toml:6:99
attribute.target.forward[0].agent = "floor" # t.toml:7:27
attribute.target.forward[0].publish_topic = "up/target" # t.toml:7:52
attribute.target.forward[1].agent = "floor" # t.toml:10:160
attribute.target.forward[1].publish_topic = "own" # t.toml:10:185
)");
}

TEST_CASE("an asset of no group has its defaults applied, too") {
  CHECK(effective(hall, "hall", "plain.one") == R"(realm.hall.asset."plain.one" # t.toml:15:19
name = "plain.one" # -
attribute.a.agent_link.agent = "floor" # t.toml:16:24
attribute.a.agent_link.subscription_topic = "t" # t.toml:17:45
attribute.a.agent_link.value_filters = [{ type = "json_path", path = "$.a" }] # t.toml:16:49
)");
}

TEST_CASE("all that is effective begins with the sections and shows no secret") {
  auto all = effective(hall, "", "");
  CHECK(all.starts_with("runtime # -\n"));
  for (auto expected :
       {"realm.hall.agent.floor # t.toml:2:1\n", "password = { env = \"SET\" } # t.toml:2:50\n",
        "websocket_query = \"***\" # t.toml:2:108\n", "password_hash = \"***\" # t.toml:19:17\n",
        "realm.hall.asset.p-8 # presses.csv:2:1\n", "realm.hall.asset.p-9 # presses.csv:3:1\n"}) {
    INFO(all);
    CHECK(all.find(expected) != std::string::npos);
  }
  CHECK(all.find("hunter2") == std::string::npos);
  CHECK(all.find("argon2id") == std::string::npos);
}

TEST_CASE("one realm or one thing is told alone, and one that is not there not at all") {
  std::string two =
      "realm.hall = { agent.a.host = \"h\" }\nrealm.yard = { asset.a = {}, asset.ab = {} }\n";
  CHECK(
      effective(two, "hall", "")
      == "realm.hall # t.toml:1:7\nrealm.hall.agent.a # t.toml:1:22\nhost = \"h\" # t.toml:1:31\n");
  CHECK(effective(two, "yard", "a") == "realm.yard.asset.a # t.toml:2:22\nname = \"a\" # -\n");
  CHECK(effective(two, "yard", "none").empty());
  CHECK(effective(two, "none", "").empty());
}

TEST_CASE("a broken configuration has nothing that counts") {
  temporary_folder folder;
  auto found = config::effective(folder.write("t.toml", "realm.hall.x = 1"), with_variables({}));
  CHECK(found.tables.empty());
  CHECK(found.loaded.diagnostics.size() == 1);
}

} // namespace troupe::test
