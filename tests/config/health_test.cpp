#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

namespace troupe::test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("health is told through an agent and a webhook") {
  auto found = parse(R"(
[health]
agent = "hall/floor"
topic = "box/{host}"
min_interval = "30s"
webhook = "https://ops.example.org/troupe"
webhook_token = { env = "SET" }
[realm.hall.agent.floor]
host = "127.0.0.1"
)");
  INFO(lines(found));
  REQUIRE(found.value);
  auto& x = found.value->health;
  CHECK(x.agent == "hall/floor");
  CHECK(x.topic == "box/{host}");
  CHECK(x.min_interval == 30s);
  CHECK(x.webhook == "https://ops.example.org/troupe");
  CHECK(x.webhook_token->text == "hunter2");
  CHECK(found.diagnostics.empty());
}

TEST_CASE("what would tell little of health is warned of") {
  auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"health.webhook = \"http://ops.example.org/secret\"\nrealm.hall = {}",
       "t.toml:1:8: warning: health.webhook: everyone on the way can read and change what goes "
       "there; https:// prevents it\n"},
      {"health.agent = \"hall/a\"\nrealm.hall.agent.a = { host = \"h\", disabled = true }",
       "t.toml:1:8: warning: health.agent: agent \"hall/a\" is disabled\n"},
  }));
  auto found = parse(text);
  CHECK(found.value);
  CHECK(lines(found) == expected);
}

TEST_CASE("a webhook's URL is one line with a host, over http or https") {
  auto good = [](const std::string& url) {
    return parse("health.webhook = '" + url + "'\nrealm.hall = {}").value != nullptr;
  };
  CHECK(good("https://a"));
  CHECK(good("http://127.0.0.1:8080/x?y=1"));
  for (auto* x :
       {"", "a", "https://", "https:///x", "file:///etc/passwd", "https://a b", "HTTPS",
        "https://a\tb"}) {
    INFO(x);
    CHECK_FALSE(good(x));
  }
  CHECK_FALSE(good("https://" + std::string(2'000, 'a')));
}

} // namespace
} // namespace troupe::test
