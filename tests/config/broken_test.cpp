#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

#include <set>
#include <sstream>

namespace troupe::test {
namespace {

struct broken {
  std::string name;
  std::string text;
  std::string rows; ///< Of the file presses.csv beside it; empty: there is none.
  std::string expected;
};

/// Reads the catalogue; its head says how it is written.
std::vector<broken> catalogue() {
  std::ifstream in{TROUPE_SOURCE_DIR "/tests/config/broken.txt"};
  std::vector<broken> out;
  auto part = &broken::text;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      out.push_back({line.substr(4), {}, {}, {}});
      part = &broken::text;
    } else if (line == "+++ presses.csv") {
      part = &broken::rows;
    } else if (line == "---") {
      part = &broken::expected;
    } else if (!out.empty()) {
      (out.back().*part) += line + "\n";
    }
  }
  return out;
}

/// With rows it is read in a folder, which the lines do not name.
load_result parse_broken(const broken& x, std::string& said) {
  temporary_folder folder;
  if (!x.rows.empty())
    folder.write("presses.csv", x.rows);
  auto out = x.rows.empty() ? parse(x.text)
                            : load_settings(folder.write("t.toml", x.text), with_variables({}));
  said = lines(out);
  auto prefix = folder.path() + "/";
  for (auto at = said.find(prefix); at != said.npos; at = said.find(prefix))
    said.erase(at, prefix.size());
  return out;
}

TEST_CASE("a broken configuration is refused with exactly the catalogued lines") {
  auto all = catalogue();
  std::set<std::string> names;
  for (auto& x : all) {
    INFO(x.name);
    std::string said;
    auto result = parse_broken(x, said);
    CHECK(said == x.expected);
    CHECK(result.value == nullptr);
    CHECK(names.insert(x.name).second);
  }
  CHECK(all.size() >= 60);
}

TEST_CASE("a configuration that only deserves a warning is accepted with exactly this one") {
  struct row {
    std::string text;
    std::string expected;
  };
  for (
      auto& x : std::vector<row>{
          {"", "t.toml:1:1: warning: realm: there is none, so the runtime has nothing to do\n"},
          {"realm = {}",
           "t.toml:1:1: warning: realm: there is none, so the runtime has nothing to do\n"},
          {"realm.hall.agent.floor = { host = \"h\", port = 8883 }",
           "t.toml:1:40: warning: realm.hall.agent.floor.port: 8883 is the port of TLS, but "
           "secure_mode is not set\n"},
          {"realm.hall.agent.floor = { host = \"h\", session_expiry = \"1h\" }",
           "t.toml:1:40: warning: realm.hall.agent.floor.session_expiry: counts only with "
           "mqtt_version = \"5\" and resume_session\n"},
          {"realm.hall.asset.a.agent_link.qos = 3",
           "t.toml:1:31: warning: realm.hall.asset.a.agent_link.qos: 3 counts as 0; expected 0, 1 "
           "or 2\n"},
          {"realm.hall.asset.a.expect_every = \"5s\"",
           "t.toml:1:20: warning: realm.hall.asset.a.expect_every: has no effect: no attribute of "
           "this asset has a link with a subscription_topic\n"},
          {"realm.hall.asset.a = { expire_after = \"1h\", attribute.x.type = \"text\" }",
           "t.toml:1:24: warning: realm.hall.asset.a.expire_after: has no effect: no attribute of "
           "this asset has a link with a subscription_topic\n"},
          {"realm.hall.agent.f.host = \"h\"\n"
           "[realm.hall.asset.a.attribute.x]\n"
           "agent_link = { agent = \"f\", publish_topic = \"t\" }\n"
           "expire_after = \"1h\"\n",
           "t.toml:4:1: warning: realm.hall.asset.a.attribute.x.expire_after: the link has no "
           "subscription_topic, so values come only if the agent has update_on_write\n"},
          {"realm.hall.asset.a.attribute.x = { expect_every = \"5s\", expire_after = \"3s\" }",
           "t.toml:1:57: warning: realm.hall.asset.a.attribute.x.expire_after: values expire after "
           "3s, before the next one is expected, 5s later\n"},
          {"realm.hall.asset.a.attribute.x = { expect_every = \"5s\", expire_after = \"5s\" }", ""},
          {"realm.hall.agent.f.host = \"h\"\n"
           "[realm.hall.asset.a]\n"
           "expire_after = \"3s\"\n"
           "[realm.hall.asset.a.attribute.x]\n"
           "expect_every = \"1m\"\n"
           "agent_link = { agent = \"f\", subscription_topic = \"t\" }\n",
           "t.toml:5:1: warning: realm.hall.asset.a.attribute.x.expect_every: values expire after "
           "3s, before the next one is expected, 1m later\n"},
          {"realm.hall.agent.floor.host = \"h\"\nrealm.hall.asset.a.attribute.b.agent_link = { "
           "agent = \"floor\", subscription_topic = \"s\", retain = true }",
           "t.toml:2:90: warning: realm.hall.asset.a.attribute.b.agent_link.retain: has no effect "
           "without publish_topic\n"},
          {"realm.hall.agent.floor = { host = \"h\", secure_mode = true }", ""},
          {"realm.hall.agent.floor.host = \"h\"\n"
           "realm.hall.asset.a.forward = [{ agent = \"floor\", publish_topic = \"a\" }]\n"
           "realm.hall.asset.a.attribute = { b = {}, c = {} }",
           "t.toml:2:31: warning: realm.hall.asset.a.forward[0]: all attributes go to the topic "
           "\"a\"; put {attribute} into it, or %ATTRIBUTE% into write_value, so that they can be "
           "told apart\n"},
          {"realm.hall.agent.floor.host = \"h\"\n"
           "realm.hall.asset.a.attribute.b.forward = [{ agent = \"floor\", publish_topic = \"a\", "
           "outbox = \"drop\", outbox_max_age = \"1h\" }]",
           "t.toml:2:100: warning: realm.hall.asset.a.attribute.b.forward[0].outbox_max_age: has "
           "no effect with outbox = \"drop\"\n"},
          {"realm.hall = {}\nruntime = { journal_max = \"1MiB\" }",
           "t.toml:2:13: warning: runtime.journal_max: has no effect in this version\n"},
          {"realm.hall = {}\nruntime = { durability = \"power\" }",
           "t.toml:2:13: warning: runtime.durability: this version keeps no journal; what is not "
           "yet committed is lost in a crash\n"},
          {"realm.hall = {}\nvault = {}", ""},
          {"realm.hall = {}\nconsole.listen = \"[::1]:80\"",
           "t.toml:2:9: warning: console.listen: this version serves the unix socket only\n"},
          {"realm.hall = {}\nconsole.listen = \"\"", ""},
      }) {
    auto result = parse(x.text);
    CHECK(lines(result) == x.expected);
    CHECK(result.value != nullptr);
  }
}

TEST_CASE("a file of three mistakes gets three diagnostics") {
  auto result = parse("runtime.durability = \"full\"\n"
                      "realm.hall.agent.floor.prt = 1\n"
                      "realm.hall.agent.floor.host = \"h\"\n"
                      "realm.hall.asset.a.expect_every = 5\n");
  CHECK(result.diagnostics.size() == 3);
}

TEST_CASE("a secret is in no diagnostic") {
  for (auto text :
       {"realm.h.agent.a = { host = \"h\", username = \"u\", password = \"hunter2\" }",
        "realm.h.agent.a = { host = \"h\", password = { env = \"SET\" } }",
        "console.user.ops.password_hash = \"hunter2\"", "vault.key_password = \"hunter2\""})
    CHECK(lines(parse(text)).find("hunter2") == std::string::npos);
}

} // namespace
} // namespace troupe::test
