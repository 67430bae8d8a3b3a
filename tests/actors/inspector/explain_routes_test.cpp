#include "tests/actors/inspector/inspector_support.hpp"

#include "actors/link/link_memory.hpp"
#include "actors/realm/link_plan.hpp"
#include "config/load.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Contains;

namespace {

constexpr auto hall_toml = R"(
[runtime]
max_payload = "1KiB"
[realm.hall.agent.floor]
host = "h"
wildcard_subscription_topics = ["hall/#"]
[realm.hall.agent.roof]
host = "h"
disabled = true
[realm.hall.asset.press]
agent_link = { agent = "floor", subscription_topic = "hall/press" }
[realm.hall.asset.press.attribute]
oil   = { type = "number", agent_link.json_path = "$.oil" }
speed = { type = "number", max = 100, agent_link.json_path = "$.sped" }
note  = { type = "text", agent_link = { agent = "roof", subscription_topic = "hall/+" } }
)";

/// The inspector before a realm whose links are planned as the runtime does it.
struct explain_fixture : inspector_fixture {
  explain_fixture() {
    auto loaded = parse_settings(hall_toml, "t.toml");
    REQUIRE(loaded.value);
    realm("hall") = loaded.value->realms[0];
    config->runtime.max_payload_bytes = loaded.value->runtime.max_payload_bytes;
    link_planner planner{{config, &realm("hall")}, who, {}};
    for (auto& asset : realm("hall").assets)
      for (auto& plan : planner.plan(std::make_shared<asset_settings>(asset)))
        plans.push_back(std::move(plan));
  }

  call_ptr explain(const std::string& query, std::string payload) {
    return call(
        "POST", "/api/inspect/explain?realm=hall" + query, std::move(payload), access::read);
  }

  std::vector<planned_links> plans;
};

} // namespace

TEST_CASE_METHOD(explain_fixture, "a message is explained at every link it reaches") {
  auto answer = explain("&topic=hall/press", R"({"oil":61.5,"speed":7})");
  REQUIRE(answer->status() == 200);
  auto& found = answer->json();
  CHECK(found.at("reached") == 3);
  CHECK(found.at("stored") == 2);
  CHECK(found.at("problem") == "");
  auto& links = found.at("links").as_array();
  REQUIRE(links.size() == 3);
  CHECK(links[0] == json(R"({"realm":"hall","asset":"press","attribute":"oil","agent":"floor",
    "subscription_topic":"hall/press","subscription":"hall/#","problem":"","steps":[
      {"name":"payload","what":"22 bytes, as text","value":"{\"oil\":61.5,\"speed\":7}","note":""},
      {"name":"value_filters[0]","what":"json_path $.oil","value":"61.5","note":""},
      {"name":"type","what":"number","value":"61.5","note":""}],
    "outcome":"stored","value":61.5,
    "sentence":"attribute oil of asset press becomes 61.5","cause":""})"));
  CHECK(links[1].at("outcome") == "filtered_missed");
  CHECK_THAT(std::string{links[1].at("cause").as_string()}, Contains("did you mean \"speed\"?"));
  CHECK(links[2].at("problem") == "agent roof is disabled and does not connect");
}

TEST_CASE_METHOD(explain_fixture, "a message that no link wants is told the nearest topic") {
  auto answer = explain("&topic=hall/Press&agent=floor", "1");
  REQUIRE(answer->status() == 200);
  auto& found = answer->json();
  CHECK(found.at("links").as_array().empty());
  CHECK(
      found.at("problem")
      == "no agent link of realm hall at agent floor wants this topic; nearest is \"hall/press\": "
         "level 2 is \"Press\", the subscription has \"press\": only upper and lower case differ");
  CHECK(found.at("nearest").at(0).at("links") == 2);
}

TEST_CASE_METHOD(explain_fixture, "a message that never arrives is no message") {
  auto wild = explain("&topic=hall/%23", "1");
  CHECK(wild->status() == 400);
  CHECK_THAT(wild->error(), Contains("has a wildcard"));
  auto large = explain("&topic=hall/press", std::string(1'025, ' '));
  CHECK(large->json().at("links").as_array().empty());
  CHECK_THAT(
      std::string{large->json().at("problem").as_string()},
      Contains("1,025 bytes") && Contains("max_payload"));
  CHECK(call("POST", "/api/inspect/explain?realm=attic&topic=a", "1")->status() == 404);
  CHECK(call("POST", "/api/inspect/explain?topic=a", "1")->status() == 400);
}

TEST_CASE_METHOD(explain_fixture, "who may not look is told nothing of messages") {
  for (auto method : {"GET", "POST"})
    CHECK(call(method, "/api/inspect/explain?realm=hall", "1", access::none)->status() == 403);
}

TEST_CASE_METHOD(explain_fixture, "the last messages of a link are shown with their steps") {
  message_batch batch;
  batch.bytes = "hall/press{\"oil\":1}hall/presswarm";
  batch.frames = {
      {1, 1'000, 0, 10, 9, 10, 0, 0, false, false}, {2, 2'000, 19, 29, 4, 10, 0, 0, false, false}};
  batch_memory seen;
  seen.see(0, 0, inbound::stored, "");
  seen.see(0, 1, inbound::rejected_error, "value_filters[0] ($.oil): the value is no JSON");
  seen.settle(*plans.at(0).options.memory, batch);
  auto answer = fetch("/api/inspect/explain?realm=hall&asset=press&attribute=oil");
  REQUIRE(answer->status() == 200);
  auto& found = answer->json();
  CHECK(found.at("count") == 1);
  auto& link = found.at("links").at(0);
  CHECK(link.at("last_good").at("time") == 1'000);
  CHECK(link.at("last_good").at("payload") == "{\"oil\":1}");
  CHECK(link.at("last_good").at("sentence") == "attribute oil of asset press becomes 1.0");
  CHECK(link.at("last_filtered").is_null());
  CHECK(link.at("last_failed").at("outcome") == "rejected_error");
  CHECK(
      link.at("last_failed").at("cause")
      == "it is no JSON at line 1, column 1, where \"warm\" stands");
  CHECK(fetch("/api/inspect/explain?realm=hall")->json().at("count") == 3);
  CHECK(fetch("/api/inspect/explain?realm=hall&asset=dock")->json().at("count") == 0);
}

TEST_CASE_METHOD(
    explain_fixture, "of a message too long to keep the cause is known, and no steps") {
  message_batch batch;
  batch.bytes = "hall/press" + std::string(5'000, '{');
  batch.frames = {{1, 1'000, 0, 10, 5'000, 10, 0, 0, false, false}};
  batch_memory seen;
  seen.see(0, 0, inbound::rejected_error, "the value is no JSON");
  seen.settle(*plans.at(0).options.memory, batch);
  auto answer = fetch("/api/inspect/explain?realm=hall&asset=press&attribute=oil");
  auto& failed = answer->json().at("links").at(0).at("last_failed");
  CHECK(failed.at("payload_bytes") == 5'000);
  CHECK(failed.at("steps").as_array().empty());
  CHECK(failed.at("cause") == "the value is no JSON");
  CHECK(
      failed.at("sentence")
      == "only its first 4,096 bytes are remembered, so its steps cannot be shown");
}

TEST_CASE_METHOD(explain_fixture, "of very many links some are explained and all are counted") {
  auto hall = std::make_shared<realm_settings>(realm("hall")); // settings that are in use stay
  hall->assets.resize(1);
  auto& press = hall->assets[0];
  press.id = "press-2";
  auto attribute = press.attributes[0];
  for (auto i = 0; i < 200; ++i) {
    attribute.name = "oil" + std::to_string(i);
    press.attributes.push_back(attribute);
  }
  link_planner planner{hall, who, {}};
  planner.plan(std::make_shared<asset_settings>(press));
  auto answer = explain("&asset=press-2&agent=floor&topic=hall/press", R"({"oil":1})");
  CHECK(answer->json().at("reached") == 202);
  CHECK(answer->json().at("links").as_array().size() == 100);
}
