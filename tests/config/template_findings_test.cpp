#include "tests/config/template_support.hpp"

#include <algorithm>

namespace troupe::test {

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
