#include "tests/actors/inspector/inspector_support.hpp"

#include "actors/inspector/watcher.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

/// A realm with the assets press-9 and press-1 and the agent floor.
struct asset_fixture : inspector_fixture {
  asset_fixture() {
    auto& settings = realm("hall");
    auto& press = settings.assets.emplace_back();
    press.id = "press-9";
    press.name = "Press 9";
    press.type = "ThingAsset";
    press.parent = "press-1";
    auto& temperature = press.attributes.emplace_back();
    temperature.name = "oil_temp";
    temperature.units = {"celsius"};
    temperature.store_data_points = 1h;
    auto& link = temperature.agent_link.emplace();
    link.agent = "floor";
    link.subscription_topic = "a/b";
    link.qos = 1;
    settings.assets.emplace_back().id = "press-1";
    settings.agents.emplace_back().id = "floor";
    hall->attributes = {
        view_of("hall", "press-9", "oil_temp", value_type::number, 21.5, 1'000),
        view_of(
            "hall", "floor", "agentStatus", value_type::connection_status, quote_word("CONNECTED"),
            2'000),
    };
  }

  std::vector<std::string> ids(const call_ptr& x) {
    std::vector<std::string> out;
    for (auto& asset : x->json().as_array())
      out.emplace_back(asset.at("id").as_string());
    return out;
  }
};

using strings = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(asset_fixture, "an asset looks as OpenRemote writes it") {
  CHECK(fetch("/api/hall/asset/press-9")->json() == json(R"({"id":"press-9","name":"Press 9",
    "type":"ThingAsset","realm":"hall","parentId":"press-1","attributes":{"oil_temp":{
      "name":"oil_temp","type":"number","value":21.5,"timestamp":1000,"meta":{
        "units":["celsius"],"storeDataPoints":true,"agentLink":{"id":"floor",
          "type":"MQTTAgentLink","subscriptionTopic":"a/b","qos":1}}}}})"));
}

TEST_CASE_METHOD(asset_fixture, "an agent is an asset, too") {
  CHECK(fetch("/api/hall/asset/floor")->json() == json(R"({"id":"floor","name":"floor",
    "type":"MQTTAgent","realm":"hall","attributes":{"agentStatus":{"name":"agentStatus",
    "type":"connectionStatus","value":"CONNECTED","timestamp":2000}}})"));
}

TEST_CASE_METHOD(asset_fixture, "an asset of another realm is not there") {
  auto unknown = fetch("/api/hall/asset/press-2");
  CHECK(unknown->status() == 404);
  CHECK(unknown->error() == "there is no asset \"press-2\" in realm \"hall\"");
  CHECK(fetch("/api/east/asset/press-9")->status() == 404);
}

TEST_CASE_METHOD(asset_fixture, "assets are listed, all or those asked for") {
  CHECK(ids(fetch("/api/hall/asset")) == strings{"press-9", "press-1", "floor"});
  CHECK(fetch("/api/hall/asset")->json().at(0).at("attributes").as_object().size() == 1);
  auto [body, expected] = GENERATE(table<std::string, strings>({
      {"", {"press-9", "press-1", "floor"}},
      {"{}", {"press-9", "press-1", "floor"}},
      {R"({"ids":[]})", {}},
      {R"({"ids":["floor","press-9","nothing"]})", {"press-9", "floor"}},
  }));
  CHECK(ids(call("POST", "/api/hall/asset/query", body)) == expected);
}

TEST_CASE_METHOD(asset_fixture, "a body that does not fit is refused") {
  auto [target, body, text] = GENERATE(table<std::string, std::string, std::string>({
      {"query", "[]", "the body must be a JSON object"},
      {"query", "{", "the body must be a JSON object: "},
      {"query", R"({"names":[]})", "unknown member \"names\""},
      {"query", R"({"ids":"x"})", "\"ids\" must be an array of texts"},
      {"query", R"({"ids":[1]})", "\"ids\" must be an array of texts"},
      {"datapoint/press-9/oil_temp", R"({"limit":0})", "\"limit\" must be an integer from 1 to"},
      {"datapoint/press-9/oil_temp", R"({"limit":1e9})", "\"limit\" must be an integer from 1 to"},
      {"datapoint/press-9/oil_temp", R"({"limit":"9"})", "\"limit\" must be an integer"},
      {"datapoint/press-9/oil_temp", R"({"fromTimestamp":1.5})", "\"fromTimestamp\" must be"},
      {"datapoint/press-9/oil_temp", R"({"toTimestamp":-1})", "\"toTimestamp\" must be"},
      {"datapoint/press-9/oil_temp", R"({"from":1})", "unknown member \"from\""},
  }));
  INFO(target << ' ' << body);
  auto answer = call("POST", "/api/hall/asset/" + target, body);
  CHECK(answer->status() == 400);
  CHECK_THAT(answer->error(), Contains(text));
  CHECK(hall->queries.empty());
}

TEST_CASE_METHOD(asset_fixture, "a write goes to the realm and its state comes back") {
  hall->written = write_result{write_state::sent, "a/set"};
  auto answer = call("PUT", "/api/hall/asset/press-9/attribute/target?wait=1", "42.5");
  CHECK(answer->json() == json(R"({"realm":"hall","asset":"press-9","attribute":"target",
    "state":"sent","topic":"a/set"})"));
  REQUIRE(hall->writes.size() == 1);
  auto& x = hall->writes[0];
  CHECK(x.asset == "press-9");
  CHECK(x.attribute == "target");
  CHECK(x.json == "42.5");
  CHECK(x.now_ms == now_ms());
  CHECK(x.wait_acknowledged);
  call("PUT", "/api/hall/asset/press-9/attribute/target", "1");
  CHECK_FALSE(hall->writes[1].wait_acknowledged);
}

TEST_CASE_METHOD(asset_fixture, "a value that does not fit is refused with the reason") {
  hall->written = failure(errc::value_invalid, "42 is no boolean");
  auto answer = call("PUT", "/api/hall/asset/press-9/attribute/door", "42");
  CHECK(answer->status() == 400);
  CHECK(answer->error() == "42 is no boolean");
  CHECK(call("PUT", "/api/hall/asset/press-9/attribute/door", "")->status() == 400);
  CHECK(hall->writes.size() == 1);
}

TEST_CASE_METHOD(asset_fixture, "data points come as pairs of time and value") {
  hall->history = {{1'000, 1.5}, {2'000, std::monostate{}}};
  auto answer = call(
      "POST", "/api/hall/asset/datapoint/press-9/oil_temp",
      R"({"fromTimestamp":5,"toTimestamp":9,"limit":2})");
  CHECK(answer->json() == json(R"([{"x":1000,"y":1.5},{"x":2000,"y":null}])"));
  call("POST", "/api/hall/asset/datapoint/press-9/oil_temp");
  REQUIRE(hall->queries.size() == 2);
  CHECK(hall->queries[0].asset == "press-9");
  CHECK(hall->queries[0].attribute == "oil_temp");
  CHECK(hall->queries[0].from_ms == 5);
  CHECK(hall->queries[0].to_ms == 9);
  CHECK(hall->queries[0].limit == 2);
  CHECK(hall->queries[1].to_ms == INT64_MAX);
  CHECK(hall->queries[1].limit == 1000);
}

// -- events -------------------------------------------------------------------

TEST_CASE_METHOD(asset_fixture, "a stream writes each change as one event") {
  auto stream = fetch("/api/hall/events?asset=press-9");
  CHECK(stream->streaming);
  CHECK(hall->watched_asset == "press-9");
  REQUIRE(hall->listeners.size() == 1);
  stream->streamed.clear();
  tell(
      hall->listeners[0],
      attribute_event{
          {view_of("hall", "press-9", "oil_temp", value_type::number, 22.0, 3'000),
           view_of("hall", "press-9", "door", value_type::boolean, true, 3'001)}});
  CHECK(
      stream->streamed
      == "data: {\"realm\":\"hall\",\"asset\":\"press-9\",\"attribute\":\"oil_temp\","
         "\"type\":\"number\",\"value\":22.0,\"timestamp\":3000,\"quality\":\"good\"}\n\n"
         "data: {\"realm\":\"hall\",\"asset\":\"press-9\",\"attribute\":\"door\","
         "\"type\":\"boolean\",\"value\":true,\"timestamp\":3001,\"quality\":\"good\"}\n\n");
  CHECK_FALSE(stream->response);
}

TEST_CASE_METHOD(asset_fixture, "a stream whose client went ends at the next event or tick") {
  auto quiet = GENERATE(false, true);
  auto stream = fetch("/api/hall/events");
  REQUIRE(hall->listeners.size() == 1);
  stream->client_gone = true;
  if (quiet)
    pass(watcher_tick);
  else
    tell(
        hall->listeners[0],
        attribute_event{{view_of("hall", "a", "b", value_type::number, 1.0, 1)}});
  CHECK(hall->listeners.empty());
  CHECK(stream.use_count() == 1); // no one holds its writer any more
}

TEST_CASE_METHOD(asset_fixture, "a stream ends with its realm") {
  auto stream = fetch("/api/hall/events");
  hall->listeners.clear();
  kill(realms->at("hall"));
  CHECK(stream.use_count() == 1);
}

TEST_CASE_METHOD(asset_fixture, "a stream of what is not there is an error") {
  auto answer = fetch("/api/hall/events?asset=press-2");
  CHECK(answer->status() == 404);
  CHECK_FALSE(answer->streaming);
  CHECK(fetch("/api/hall/events?asset=floor")->streaming);
}
