#include "tests/actors/inspector/inspector_support.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

agent_view floor_agent() {
  agent_view out;
  out.realm = "hall";
  out.id = "floor";
  out.status = connection_status::waiting;
  out.since_ms = 1'000;
  out.problem = "connection refused";
  out.broker = "127.0.0.1:1883";
  out.client_id = "edge-7";
  out.certificate_alias = "hall.cloud";
  out.certificate_fingerprint = "0af1";
  out.certificate_not_after_ms = 5'000;
  out.attempts = 3;
  out.next_attempt_ms = 2'000;
  out.durability = "QoS 0 may be lost";
  out.subscriptions = {{"a/#", 1, 1, 2, 30, 900}, {"b", 0, -1, 1, 0, 0}};
  out.messages = 31;
  return out;
}

} // namespace

TEST_CASE_METHOD(inspector_fixture, "agents are shown as their realms show them") {
  hall->agents = {floor_agent()};
  east->agents.resize(1);
  auto answer = fetch("/api/inspect/agents?realm=hall");
  REQUIRE(answer->status() == 200);
  CHECK(answer->json() == json(R"([{"realm":"hall","id":"floor","type":"mqtt",
    "status":"WAITING","since":1000,"problem":"connection refused","broker":"127.0.0.1:1883",
    "client_id":"edge-7","session_present":false,"certificate":"hall.cloud",
    "certificate_fingerprint":"0af1","certificate_not_after":5000,"attempts":3,"next_attempt":2000,
    "durability":"QoS 0 may be lost","subscriptions":[
      {"topic":"a/#","qos":1,"code":1,"links":2,"messages":30,"last_message":900},
      {"topic":"b","qos":0,"code":null,"links":1,"messages":0,"last_message":null}],
    "messages":31,"unrouted":0,"dropped":0,"waiting":0,"published":0,"last_message":null}])"));
  CHECK(fetch("/api/inspect/agents")->json().as_array().size() == 2);
}

TEST_CASE_METHOD(inspector_fixture, "agents of a mute realm are shown from what is known") {
  hall->agents = {floor_agent()};
  east->mute = true;
  auto& agent = realm("east").agents.emplace_back();
  agent.id = "dock";
  agent.host = "10.0.0.9";
  who->add_agent("east", "dock")->messages = 12;
  auto answer = fetch("/api/inspect/agents");
  pass(2s);
  REQUIRE(answer->status() == 200);
  auto& found = answer->json().as_array();
  REQUIRE(found.size() == 2);
  CHECK(found[0].at("id") == "dock");
  CHECK(found[0].at("status") == "ERROR");
  CHECK(found[0].at("problem") == "realm \"east\" did not answer within 2 s");
  CHECK(found[0].at("messages") == 12);
  CHECK(found[1].at("id") == "floor");
}

TEST_CASE_METHOD(inspector_fixture, "a mute realm is named where only it could answer") {
  hall->mute = true;
  auto [method, target, patience] = GENERATE(table<std::string, std::string, std::chrono::seconds>({
      {"GET", "/api/inspect/attributes?realm=hall", 2s},
      {"GET", "/api/hall/asset", 2s},
      {"POST", "/api/hall/asset/query", 2s},
      {"PUT", "/api/hall/asset/a/attribute/b", 30s},
      {"POST", "/api/hall/asset/datapoint/a/b", 30s},
      {"GET", "/api/inspect/attributes?realm=hall&stored=1", 30s},
  }));
  auto answer = call(method, target, method == "PUT" ? "1" : "");
  pass(patience - 1ms);
  CHECK_FALSE(answer->response);
  pass(1ms);
  CHECK(answer->status() == 504);
  CHECK(
      answer->error()
      == "realm \"hall\" did not answer within " + std::to_string(patience.count()) + " s");
}

TEST_CASE_METHOD(inspector_fixture, "a realm that has ended is named") {
  kill(realms->at("hall"));
  auto answer = fetch("/api/hall/asset");
  CHECK(answer->status() == 503);
  CHECK_THAT(answer->error(), Contains("realm \"hall\" is not running"));
}

TEST_CASE_METHOD(inspector_fixture, "a probe reports its steps and whether all went well") {
  hall->probe = {"hall", "floor", {{"dns", true, 1.5, "127.0.0.1"}, {"tcp", false, 3, "refused"}}};
  auto answer = call("POST", "/api/inspect/agents/hall/floor/probe");
  CHECK(answer->json() == json(R"({"realm":"hall","agent":"floor","ok":false,"steps":[
    {"name":"dns","ok":true,"ms":1.5,"detail":"127.0.0.1"},
    {"name":"tcp","ok":false,"ms":3.0,"detail":"refused"}]})"));
  hall->probe.steps.pop_back();
  CHECK(call("POST", "/api/inspect/agents/hall/floor/probe")->json().at("ok") == true);
  auto unknown = call("POST", "/api/inspect/agents/hall/roof/probe");
  CHECK(unknown->status() == 404);
  CHECK(unknown->error() == "there is no agent \"roof\"");
}

TEST_CASE_METHOD(inspector_fixture, "stores are shown, mute ones with the reason") {
  hall->store.file = "/x/state.db";
  hall->store.commits = 5;
  east->mute = true;
  auto answer = fetch("/api/inspect/store");
  pass(2s);
  auto& found = answer->json().as_array();
  REQUIRE(found.size() == 2);
  CHECK(found[0].at("realm") == "east");
  CHECK(found[0].at("problem") == "realm \"east\" did not answer within 2 s");
  CHECK(found[1] == json(R"({"realm":"hall","file":"/x/state.db","file_bytes":0,"wal_bytes":0,
    "data_points":0,"commits":5,"rows_written":0,"pending":0,"last_commit":null,
    "commit_seconds_max":0.0,"problem":""})"));
}

TEST_CASE_METHOD(inspector_fixture, "the ledger lists every agent link and its sums") {
  auto asset = std::make_shared<asset_settings>();
  asset->id = "press-9";
  auto& attribute = asset->attributes.emplace_back();
  attribute.name = "oil_temp";
  attribute.agent_link.emplace().subscription_topic = "a/b";
  auto& counters = (*who->add({"hall", asset, "floor", {&attribute}, nullptr}))[0];
  counters.add(inbound::received, 5);
  counters.add(inbound::stored, 3);
  counters.add(inbound::superseded, 1);
  counters.add(inbound::rejected_coercion, 2);
  auto agent = who->add_agent("hall", "floor");
  agent->messages = 6;
  agent->unrouted = 1;

  auto found = fetch("/api/inspect/ledger")->json();
  auto expected_sums = R"("in":{"received":5,"stored":3,"filtered_no_match":0,
    "filtered_ignored":0,"filtered_missed":0,"rejected_coercion":2,"rejected_constraint":0,
    "rejected_error":0,"dropped":0,"at_link":0,"at_asset":0,"at_store":0,"superseded":1,"late":0,"untimed":0},
    "out":{"requested":0,"acknowledged":0,"filtered":0,"rejected":0,"dropped":0,
    "in_flight":0,"superseded":0,"expired":0,"queued":0},"closes":true})";
  CHECK(
      found.at("links")
      == json(
          R"([{"realm":"hall","asset":"press-9","attribute":"oil_temp",
    "agent":"floor","kind":"link","subscription_topic":"a/b","publish_topic":"",)"
          + std::string{expected_sums} + "]"));
  CHECK(found.at("totals") == json(R"([{"realm":"hall",)" + std::string{expected_sums} + "]"));
  CHECK(found.at("agents") == json(R"([{"realm":"hall","agent":"floor","messages":6,"routed":0,
    "unrouted":1,"dropped":0,"oversized":0,"waiting":0,"bytes":0,"last_message":null}])"));

  CHECK(fetch("/api/inspect/ledger?asset=press-1")->json().at("links").as_array().empty());
  CHECK(fetch("/api/inspect/ledger?asset=press-9")->json().at("links").as_array().size() == 1);
  CHECK(fetch("/api/inspect/ledger?realm=east")->json().at("agents").as_array().empty());
  counters.add(outbound::requested);
  CHECK(fetch("/api/inspect/ledger")->json().at("links").at(0).at("closes") == false);
}

TEST_CASE_METHOD(inspector_fixture, "attributes are shown with their values as JSON") {
  hall->attributes = {
      view_of("hall", "press-9", "oil_temp", value_type::number, 21.5, 1'000),
      view_of("hall", "press-9", "count", value_type::long_, int64_t{1} << 60, 2'000),
      view_of("hall", "press-9", "never", value_type::text, {}, 0),
      view_of("hall", "press-1", "raw", value_type::json, json_text{R"({"a":[1]})"}, 3'000),
  };
  auto answer = fetch("/api/inspect/attributes?realm=hall&asset=press-9");
  CHECK(answer->json() == json(R"([
    {"realm":"hall","asset":"press-9","attribute":"oil_temp","type":"number","value":21.5,
     "timestamp":1000,"quality":"good"},
    {"realm":"hall","asset":"press-9","attribute":"count","type":"long",
     "value":"1152921504606846976","timestamp":2000,"quality":"good"},
    {"realm":"hall","asset":"press-9","attribute":"never","type":"text","value":null,
     "timestamp":null,"quality":"good"}])"));
  auto one = fetch("/api/inspect/attributes?realm=hall&asset=press-1&attribute=raw");
  CHECK(one->json().at(0).at("value") == json(R"({"a":[1]})"));
  CHECK(hall->flushes == 0);
  CHECK(fetch("/api/inspect/attributes?realm=hall&stored=1")->json().as_array().size() == 4);
  CHECK(hall->flushes == 1);
  CHECK(fetch("/api/inspect/attributes")->status() == 400);
}

TEST_CASE_METHOD(inspector_fixture, "what a realm refuses is answered with its sentence") {
  auto [code, status] = GENERATE(table<errc, int>({
      {errc::not_found, 404},
      {errc::value_invalid, 400},
      {errc::unavailable, 503},
      {errc::store_failed, 500},
      {errc::timed_out, 504},
  }));
  hall->attributes_error = failure(code, "because");
  auto answer = fetch("/api/inspect/attributes?realm=hall");
  CHECK(answer->status() == status);
  CHECK(answer->error() == "because");
}

TEST_CASE_METHOD(inspector_fixture, "twenty thousand attributes are answered at once") {
  for (int i = 0; i < 20'000; ++i)
    hall->attributes.push_back(
        view_of("hall", "press-9", "a" + std::to_string(i), value_type::number, 0.5 * i, 1));
  CHECK(fetch("/api/inspect/attributes?realm=hall")->json().as_array().size() == 20'000);
}
