#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

#include <set>
#include <sstream>

namespace troupe::test {
namespace {

struct broken {
  std::string name;
  std::string text;
  std::string expected;
};

/// Reads the catalogue; its head says how it is written.
std::vector<broken> catalogue() {
  std::ifstream in{TROUPE_SOURCE_DIR "/tests/config/broken.txt"};
  std::vector<broken> out;
  auto in_text = true;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      out.push_back({line.substr(4), {}, {}});
      in_text = true;
    } else if (line == "---") {
      in_text = false;
    } else if (!out.empty()) {
      (in_text ? out.back().text : out.back().expected) += line + "\n";
    }
  }
  return out;
}

TEST_CASE("a broken configuration is refused with exactly the catalogued lines") {
  auto all = catalogue();
  std::set<std::string> names;
  for (auto& x : all) {
    INFO(x.name);
    auto result = parse(x.text);
    CHECK(lines(result) == x.expected);
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
  for (auto& x : std::vector<row>{
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
            "t.toml:1:20: warning: realm.hall.asset.a.expect_every: has no effect in this "
            "version\n"},
           {"realm.hall.agent.floor = { host = \"h\", secure_mode = true }", ""},
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
