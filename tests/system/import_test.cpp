#include "tests/support/catch.hpp"

#include "tests/system/support/broker.hpp"
#include "tests/system/support/runtime.hpp"

using namespace troupe::test;
using Catch::Contains;

namespace {

/// What OpenRemote's asset query answers for an agent and a press that is linked to it.
std::string assets_of(const broker& x) {
  return R"([
    {"id": "4vDbLvOSYcVLBHhMXSDrfc", "name": "Floor broker", "realm": "hall", "type": "MQTTAgent",
     "attributes": {
       "host": {"name": "host", "type": "hostOrIPAddress", "value": "127.0.0.1"},
       "port": {"name": "port", "type": "TCP_IPPortNumber", "value": )"
         + std::to_string(x.port()) + R"(},
       "clientId": {"name": "clientId", "type": "text", "value": "edge"},
       "usernamePassword": {"name": "usernamePassword", "type": "usernameAndPassword",
                            "value": {"username": "edge", "password": "s3cret"}}}},
    {"id": "5pVko908VcDlmvBDNvUSEr", "name": "Press 9", "realm": "hall", "type": "ThingAsset",
     "attributes": {
       "oilTemp": {"name": "oilTemp", "type": "number", "value": 61.5, "meta": {
         "agentLink": {"type": "MQTTAgentLink", "id": "4vDbLvOSYcVLBHhMXSDrfc",
           "subscriptionTopic": "hall/press/9",
           "valueFilters": [{"type": "jsonPath", "path": "$.oil.temp"}]}}},
       "target": {"name": "target", "type": "number", "value": 72.5, "meta": {
         "agentLink": {"type": "MQTTAgentLink", "id": "4vDbLvOSYcVLBHhMXSDrfc",
           "publishTopic": "hall/press/9/set", "writeValue": "{\"t\": %VALUE%}"}}}}}
  ])";
}

} // namespace

TEST_CASE("assets of OpenRemote, imported, run on the same broker") {
  broker floor{{.accounts = {{"edge", "s3cret"}}}};
  runtime box{""};
  auto folder = box.config_file().parent_path();
  auto exported = (folder / "assets.json").string();
  auto made = (folder / "hall.toml").string();
  write_text(exported, assets_of(floor));
  auto import = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {TROUPE_BINARY, "import", "openremote", exported});
    return run({more, {}, {}});
  };

  auto done = import({"-o", made});
  CHECK(done.code == 0);
  CHECK_THAT(done.errors, Contains("hall.floor-broker.password"));
  CHECK(read_text(made).find("s3cret") == std::string::npos);
  auto again = import({"-o", made});
  CHECK(again.code != 0);
  CHECK_THAT(again.errors, Contains("--force"));

  box.configure(read_text(made));
  write_text(folder / "hall.floor-broker.password", "s3cret");
  box.environment = {"CREDENTIALS_DIRECTORY=" + folder.string()};
  box.start();
  REQUIRE(box.agent_is("hall", "floor-broker", "CONNECTED"));
  floor.publish({"hall/press/9", R"({"oil":{"temp":63.25}})", 1, false});
  CHECK(box.comes_to_be("hall/press-9/oilTemp", "63.25"));
  auto commands = floor.subscribe("hall/press/9/set");
  CHECK(box.command({"set", "hall/press-9/target", "75"}).code == 0);
  CHECK(commands->wait_for(R"(hall/press/9/set {"t": 75.0})"));
}

TEST_CASE("what is no export of assets is refused with its reason and leaves no file") {
  temp_folder folder;
  auto made = folder.path() / "hall.toml";
  auto import = [&](const std::string& text) {
    auto file = folder.path() / "assets.json";
    write_text(file, text);
    return run(
        {{TROUPE_BINARY, "import", "openremote", file.string(), "-o", made.string()}, {}, {}});
  };
  for (auto& text : {"", "[", "{}", "<html>", "[1]"}) {
    INFO(text);
    auto done = import(text);
    CHECK(done.code != 0);
    CHECK_THAT(done.errors, Contains("assets.json"));
    CHECK(!std::filesystem::exists(made));
  }
}
