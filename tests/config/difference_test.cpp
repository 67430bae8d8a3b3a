#include "tests/support/catch.hpp"

#include "config/difference.hpp"
#include "config/load.hpp"

using namespace troupe;

namespace {

std::shared_ptr<const settings>
loaded(const std::string& text, const std::shared_ptr<const settings>& running = nullptr) {
  auto out = parse_settings(text, "t.toml");
  REQUIRE(out.value);
  if (running)
    share_equals(*out.value, *running);
  return out.value;
}

const std::string hall = R"(
[realm.hall.agent.floor]
host = "broker"
subscribe_qos = 1
[realm.hall.agent.spare]
host = "other"
[realm.hall.asset.press.attribute]
speed = { type = "number", agent_link = { agent = "floor", subscription_topic = "press/speed" } }
note = { type = "text" }
[realm.hall.asset.saw.attribute]
speed = { type = "number", agent_link = { agent = "spare", subscription_topic = "saw/speed" } }
[realm.yard]
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

settings_difference changed(const std::string& from, const std::string& to) {
  auto a = loaded(hall);
  return compare(*a, *loaded(replaced(hall, from, to)), *a);
}

} // namespace

TEST_CASE("the same file differs in nothing, wherever its lines have moved") {
  auto a = loaded(hall);
  CHECK(compare(*a, *loaded("# moved\n" + hall), *a).empty());
}

TEST_CASE("what equals the settings in force is shared with them") {
  auto a = loaded(hall);
  auto b = loaded(replaced(hall, "saw/speed", "saw/rpm"), a);
  CHECK(b->realms.share(1) == a->realms.share(1));
  CHECK(b->realms.share(0) != a->realms.share(0));
  CHECK(b->realms[0].agents.share(0) == a->realms[0].agents.share(0));
  CHECK(b->realms[0].assets.share(0) == a->realms[0].assets.share(0));
  CHECK(b->realms[0].assets.share(1) != a->realms[0].assets.share(1));
}

TEST_CASE("only the asset whose attribute differs changes") {
  auto found = changed("press/speed", "press/rpm");
  REQUIRE(found.realms.size() == 1);
  auto& realm = found.realms[0];
  CHECK(realm.name == "hall");
  CHECK(realm.what == difference::changed);
  CHECK(realm.agents.empty());
  REQUIRE(realm.assets.size() == 1);
  CHECK(realm.assets[0].id == "press");
  CHECK(realm.assets[0].changed == std::vector<std::string>{"speed"});
  CHECK(realm.assets[0].added.empty());
  CHECK(realm.assets[0].removed.empty());
}

TEST_CASE("attributes that come and go are named") {
  auto found = changed("note = {", "remark = {");
  REQUIRE(found.realms.at(0).assets.size() == 1);
  CHECK(found.realms[0].assets[0].added == std::vector<std::string>{"remark"});
  CHECK(found.realms[0].assets[0].removed == std::vector<std::string>{"note"});
}

TEST_CASE("assets, agents and realms come and go") {
  auto found = changed("[realm.yard]", "[realm.attic.agent.x]\nhost = \"h\"");
  REQUIRE(found.realms.size() == 2);
  CHECK(found.realms[0].name == "attic");
  CHECK(found.realms[0].what == difference::added);
  CHECK(found.realms[1].name == "yard");
  CHECK(found.realms[1].what == difference::removed);

  found = changed("asset.saw.", "asset.drill.");
  REQUIRE(found.realms.at(0).assets.size() == 2);
  CHECK(found.realms[0].assets[0].id == "drill");
  CHECK(found.realms[0].assets[0].what == difference::added);
  CHECK(found.realms[0].assets[1].what == difference::removed);
}

TEST_CASE("an agent reconnects only for what its connection is made of") {
  struct row {
    const char* line;
    difference what;
    size_t assets;
  };
  for (auto& x : {
           row{"keep_alive = \"20s\"", difference::reconnects, 0},
           row{"username = \"u\"", difference::reconnects, 0},
           row{"disabled = true", difference::reconnects, 0},
           row{"reconnect_max = \"10m\"", difference::changed, 0},
           row{"wildcard_subscription_topics = [\"press/#\"]", difference::changed, 0},
           row{"publish_qos = 2", difference::changed, 1},
           row{"update_on_write = true", difference::changed, 1},
       }) {
    INFO(x.line);
    auto found = changed("subscribe_qos = 1", "subscribe_qos = 1\n" + std::string{x.line});
    REQUIRE(found.realms.size() == 1);
    auto& realm = found.realms[0];
    REQUIRE(realm.agents.size() == 1);
    CHECK(realm.agents[0].what == x.what);
    CHECK(realm.agents[0].keys.size() == 1);
    REQUIRE(realm.assets.size() == x.assets);
    if (x.assets > 0) {
      CHECK(realm.assets[0].id == "press");
      CHECK(realm.assets[0].what == difference::relinked);
    }
  }
}

TEST_CASE("what a start alone can change is told apart from what changes at once") {
  auto found = changed(
      "\n[realm.hall.agent.floor]",
      "\n[runtime]\nlog_level = \"warn\"\ncommit_interval = \"2s\"\n[realm.hall.agent.floor]");
  CHECK(found.realms.empty());
  CHECK(found.at_once == std::vector<std::string>{"runtime.log_level"});
  CHECK(found.at_next_start == std::vector<std::string>{"runtime.commit_interval"});
}
