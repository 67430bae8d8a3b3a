#include "tests/support/catch.hpp"

#include "runtime/openremote/import_ids.hpp"
#include "runtime/openremote/openremote_import.hpp"
#include "tests/config/support.hpp"

#include <fstream>
#include <sstream>

using namespace troupe;

namespace {

std::string file_text(const std::string& name) {
  std::ifstream in{std::filesystem::path{TROUPE_SOURCE_DIR} / "tests/runtime/openremote" / name};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

import_result import(const std::string& text, bool keep_ids = false) {
  return import_openremote(text, {"plant.json", keep_ids});
}

std::string asset(const std::string& id, const std::string& more) {
  return R"({"id":")" + id + R"(","name":"Thing ü","realm":"hall","type":"ThingAsset")" + more
         + "}";
}

/// The only problem of an export.
std::string problem(const std::string& text) {
  auto made = import(text);
  REQUIRE(made.problems.size() == 1);
  CHECK(made.toml.empty());
  return made.problems.front();
}

bool has_note(const import_result& x, const std::string& text) {
  for (auto& note : x.notes)
    if (to_string(note).find(text) != std::string::npos)
      return true;
  return false;
}

settings loaded(const import_result& x) {
  environment env;
  env.check_only = true;
  auto out = parse_settings(x.toml, "t.toml", env);
  INFO(x.toml << test::lines(out));
  REQUIRE(out.value);
  return *out.value;
}

} // namespace

TEST_CASE("an export becomes the configuration that is expected of it") {
  auto made = import(file_text("plant.json"));
  REQUIRE(made.problems.empty());
  CHECK(made.toml == file_text("plant.toml"));
  CHECK(made.realms == 2);
  CHECK(made.agents == 2);
  CHECK(made.assets == 3);
  CHECK(made.links == 5);
}

TEST_CASE("an imported agent has every setting of OpenRemote's, and no password") {
  auto made = import(file_text("plant.json"));
  CHECK(made.toml.find("hunter2") == std::string::npos);
  CHECK(notes_json(made.notes).find("hunter2") == std::string::npos);
  CHECK(has_note(made, "LoadCredential=hall.floor-broker.password"));
  auto all = loaded(made);
  auto& floor = all.realms.at(0).agents.at(1);
  CHECK(floor.id == "floor-broker");
  CHECK(floor.host == "broker.hall.example");
  CHECK(floor.port == 1883);
  CHECK(floor.client_id == "openremote-hall");
  CHECK(floor.username == "openremote");
  CHECK(floor.password);
  CHECK(floor.resume_session);
  CHECK(floor.subscribe_qos == 1);
  CHECK(floor.last_will_topic == "hall/openremote/gone");
  CHECK(floor.last_will_payload == "gone");
  CHECK(floor.last_will_retain);
  CHECK(floor.wildcard_subscription_topics == std::vector<std::string>{"hall/press/#"});
  auto& aws = all.realms.at(0).agents.at(0);
  CHECK(aws.port == 443);
  CHECK(aws.secure_mode);
  CHECK(aws.certificate_alias == "OpenRemoteAwsIoTClientCertificate");
}

TEST_CASE("an imported query of a websocket comes with a warning, since it may hold a token") {
  auto made = import(R"([{"id":"a","name":"Cloud","realm":"hall","type":"MQTTAgent","attributes":{
    "host":{"value":"h"},"websocketMode":{"value":true},"websocketQuery":{"value":"token=1"}}}])");
  CHECK(loaded(made).realms.at(0).agents.at(0).websocket_query == "token=1");
  CHECK(has_note(made, "websocketQuery: may hold a token"));
}

TEST_CASE("links mean the same after what they share has moved to the asset") {
  auto all = loaded(import(file_text("plant.json")));
  auto& press = all.realms.at(0).assets.at(0);
  REQUIRE(press.id == "press-9");
  auto& oil = press.attributes.at(2);
  CHECK(oil.store_data_points == std::chrono::hours{31 * 24});
  CHECK(oil.constraints.min == -40);
  CHECK(oil.agent_link->agent == "floor-broker");
  CHECK(oil.agent_link->subscription_topic == "hall/press/9/telemetry");
  CHECK(oil.agent_link->on_miss == on_miss::null);
  auto& door = press.attributes.at(4);
  CHECK_FALSE(door.store_data_points);
  CHECK(door.agent_link->subscription_topic == "hall/door");
  auto& target = press.attributes.at(5);
  CHECK(target.agent_link->subscription_topic.empty());
  CHECK(target.agent_link->update_on_write);
  auto& mode = press.attributes.at(6);
  CHECK(mode.agent_link->agent == "aws-iot");
  CHECK_FALSE(press.attributes.at(7).agent_link); // a topic filter that is none
  CHECK_FALSE(press.attributes.at(8).agent_link); // of an HTTP agent
}

TEST_CASE("a link's words mean what they meant in OpenRemote, or are told") {
  auto linked = [](const std::string& link) {
    return import(
        R"([{"id":"f","name":"floor","realm":"hall","type":"MQTTAgent","attributes":{"host":{"value":"h"}}},)"
        R"({"id":"a","name":"press","realm":"hall","type":"ThingAsset","attributes":{"x":{"type":"number",)"
        R"("meta":{"agentLink":{"type":"MQTTAgentLink","id":"f",)"
        + link + "}}}}}]");
  };
  auto braces = linked(R"("subscriptionTopic":"dev/{asset}/t","publishTopic":"dev/{x}/set")");
  auto config = loaded(braces);
  auto& link = *config.realms.at(0).assets.at(0).attributes.at(0).agent_link;
  CHECK(link.subscription_topic == "dev/{asset}/t");
  CHECK(link.publish_topic == "dev/{x}/set");
  auto odd =
      linked(R"("subscriptionTopic":"t","valueConverter":{"ON":1,"OFF":null,"A":{"x":null}})");
  CHECK(has_note(odd, "value_converter: the entry \"A\" holds a value that TOML cannot express"));
  auto converter = loaded(odd).realms.at(0).assets.at(0).attributes.at(0).agent_link->converter;
  CHECK(converter == value_converter{{"ON", json_text{"1"}}});
  auto placeholder = linked(R"("publishTopic":"t","writeValue":"%ASSET% %VALUE%")");
  CHECK(has_note(placeholder, "%ASSET% was sent as it stands there and is replaced here"));
  CHECK(has_note(linked(R"("subscriptionTopc":"t")"), "you mean \"subscriptionTopic\"?"));
  auto qos = linked(R"("publishTopic":"t","qos":7)");
  CHECK_FALSE(loaded(qos).realms.at(0).assets.at(0).attributes.at(0).agent_link->qos);
}

TEST_CASE("ids are made of names, unique in their realm, or kept") {
  auto two = "[" + asset("A_1", "") + "," + asset("B 2", R"(,"parentId":"A_1")") + "]";
  CHECK(import(two).toml.find("[realm.hall.asset.thing-u-thing-u]") != std::string::npos);
  auto kept = import(two, true);
  CHECK(kept.toml.find("[realm.hall.asset.A_1]") != std::string::npos);
  CHECK(kept.toml.find("parent = \"A_1\"") != std::string::npos);
  CHECK(slug("Kühlwasser (Halle 2)") == "kuhlwasser-halle-2");
  CHECK(slug("冷却").empty());
  CHECK(slug(std::string(1000, 'x')).size() == 48);
}

TEST_CASE("an export that cannot be used is told what is wrong with it") {
  CHECK(problem("[") == "is no JSON: incomplete JSON at byte 2");
  CHECK(problem("\xff") == "is not UTF-8");
  CHECK(problem("[]") == "holds no assets: the array is empty");
  CHECK(problem("7").starts_with("holds no assets; expected an array"));
  CHECK(problem(R"({"a":1})").starts_with("holds no assets; expected an array"));
  CHECK(problem("[7]") == "asset 1: is no JSON object");
  CHECK(problem(R"([{"id":"a","type":"T","realm":"r"}])") == "asset 1: name is missing");
  CHECK(
      problem("[" + asset("a", R"(,"attributes":[])") + "]")
      == "asset 1 (\"Thing ü\"): attributes is no object");
  CHECK(
      problem("[" + asset("a", R"(,"attributes":{"x":1})") + "]")
      == "asset 1 (\"Thing ü\"): attributes.x is no object");
  CHECK(
      problem("[" + asset("a", "") + "," + asset("a", "") + "]")
      == "asset 2 (\"Thing ü\"): has the id of asset 1, \"a\"");
  CHECK(problem(std::string(2000, '[')).starts_with("is no JSON: "));
  CHECK(problem(std::string((64 << 20) + 1, ' ')).starts_with("is larger than 64 MiB"));
}

TEST_CASE("an asset may stand alone, or in an object beside other things") {
  CHECK(import(asset("a", "")).assets == 1);
  auto made = import(R"({"rules":[{"id":1}],"assets":[)" + asset("a", "") + "]}");
  CHECK(made.assets == 1);
  CHECK(has_note(made, "rules holds no assets"));
}

TEST_CASE("what is odd within an asset is left out with its reason") {
  for (auto [attribute, reason] : {
           std::pair{R"({"type":"number","meta":7})", "meta is no object"},
           std::pair{R"({"meta":{}})", "it has no type"},
           std::pair{R"({"type":"odd"})", "values of type \"odd\" are not supported"},
           std::pair{R"({"type":"number","meta":{"units":[1]}})", "units holds something else"},
           std::pair{R"({"type":"text","meta":{"constraints":[{"type":"min","min":1}]}})", "min: "},
           std::pair{R"({"type":"number","meta":{"agentLink":{}}})", "it names no agent"},
           std::pair{
               R"({"type":"number","meta":{"agentLink":{"id":"zz"}}})", "is not in the export"},
           std::pair{R"({"type":"number","meta":{"madeUp":1}})", "madeUp is not known here"},
       }) {
    auto made =
        import("[" + asset("a", R"(,"attributes":{"x":)" + std::string{attribute} + "}") + "]");
    INFO(attribute);
    CHECK(made.problems.empty());
    CHECK(has_note(made, reason));
  }
  CHECK(has_note(
      import("[" + asset("a", R"(,"attributes":{"a b":{"type":"text"}})") + "]"),
      "expected an id"));
}

TEST_CASE("parents that go round in a circle are cut once") {
  auto made =
      import("[" + asset("a", R"(,"parentId":"b")") + "," + asset("b", R"(,"parentId":"a")") + "]");
  CHECK(made.problems.empty());
  CHECK(has_note(made, "went round in a circle"));
  CHECK(made.notes.size() == 1);
}

TEST_CASE("an odd realm gets a name that Troupe takes") {
  auto made = import(R"([{"id":"a","name":"n","type":"T","realm":"Hall 2"}])");
  CHECK(made.toml.find("[realm.hall-2.asset.n]") != std::string::npos);
  CHECK(has_note(made, "the realm is called \"hall-2\" here"));
}
