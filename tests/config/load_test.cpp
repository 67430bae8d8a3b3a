#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

namespace troupe::test {
namespace {

using namespace std::chrono_literals;

constexpr auto plant = R"(
[runtime]
storage_dir     = "/srv/troupe"
durability      = "power"
commit_interval = "250ms"
time_zone       = "Europe/Amsterdam"
max_payload     = "10kB"

[realm.hall.limits]
disk = "64MiB"

[realm.hall.agent.floor]
host           = "127.0.0.1"
client_id      = "edge-7-floor"
resume_session = true
subscribe_qos  = 1

[realm.hall.agent.aws-iot]
host              = "abc-ats.iot.eu-west-1.amazonaws.com"
secure_mode       = true
certificate_alias = "OpenRemoteAwsIoTClientCertificate"
client_id         = "edge-7"
profile           = "aws-iot"
trust             = "own"
mqtt_version      = "5"
session_expiry    = "1w"
wildcard_subscription_topics = [" hall/# ", "", "hall/#"]

[realm.hall.asset.press-9]
agent_link   = { agent = "floor", subscription_topic = "hall/press/9/telemetry", qos = 1 }
expect_every = "5s"
[realm.hall.asset.press-9.attribute]
oil_temp  = { type = "number", units = ["celsius"], store_data_points = "31d", agent_link.json_path = "$.oil.temp" }
door_open = { type = "boolean", agent_link.subscription_topic = "hall/door", agent_link.value_converter = { OPEN = true, SHUT = false } }
target.type       = "number"
target.min        = 0
target.allowed_values = [1, 2.5]
target.agent_link = { publish_topic = "hall/press/9/set", write_value = '{"t": %VALUE%, "at": "%TIME%"}' }
note.type         = "text"
)";

settings well(std::string_view text) {
  auto result = parse(text);
  INFO(lines(result));
  REQUIRE(result.value);
  return *result.value;
}

TEST_CASE("the sections of a configuration are read into the settings") {
  auto x = well(plant);
  CHECK(x.runtime.storage_dir == "/srv/troupe");
  CHECK(x.runtime.durability == durability::power);
  CHECK(x.runtime.commit_interval == 250ms);
  CHECK(x.runtime.time_zone == "Europe/Amsterdam");
  CHECK(x.runtime.max_payload_bytes == 10'000);
  REQUIRE(x.realms.size() == 1);
  auto& realm = x.realms.front();
  CHECK(realm.name == "hall");
  CHECK(realm.limits.disk_bytes == 64 << 20);
  REQUIRE(realm.agents.size() == 2);
  auto& aws = realm.agents[0];
  CHECK(aws.id == "aws-iot");
  CHECK(aws.certificate_alias == "OpenRemoteAwsIoTClientCertificate");
  CHECK(aws.profile == broker_profile::aws_iot);
  CHECK(aws.trust == trust::own);
  CHECK(aws.mqtt_version == mqtt_version::v5);
  CHECK(aws.session_expiry == 168h);
  CHECK(aws.wildcard_subscription_topics == std::vector<std::string>{"hall/#"});
  CHECK(realm.agents[1].resume_session);
  CHECK(realm.agents[1].subscribe_qos == 1);
}

TEST_CASE("an asset is read with its attributes in the order of the file") {
  auto x = well(plant);
  auto& asset = x.realms.front().assets.front();
  CHECK(asset.name == "press-9");
  CHECK(asset.expect_every == 5s);
  REQUIRE(asset.attributes.size() == 4);
  auto& temp = asset.attributes[0];
  CHECK(temp.name == "oil_temp");
  CHECK(temp.type == value_type::number);
  CHECK(temp.units == std::vector<std::string>{"celsius"});
  CHECK(temp.store_data_points == 744h);
  auto& target = asset.attributes[2];
  CHECK(target.name == "target");
  CHECK(target.constraints.min == 0.0);
  CHECK(target.constraints.allowed_values == std::vector<json_text>{{"1.0"}, {"2.5"}});
  CHECK_FALSE(asset.attributes[3].agent_link);
}

TEST_CASE("what an asset expects holds for the attributes to which a link brings values") {
  auto x = well(R"(
[realm.hall.agent.floor]
host = "127.0.0.1"
[realm.hall.asset.press]
expect_every = "5s"
expire_after = "1h"
agent_link = { agent = "floor", subscription_topic = "press" }
[realm.hall.asset.press.attribute]
temp   = { type = "number", agent_link.json_path = "$.temp" }
door   = { type = "boolean", expect_every = "never", agent_link.subscription_topic = "door" }
count  = { type = "long", expect_every = "1m", expire_after = "never", agent_link.json_path = "$.n" }
target = { type = "number", agent_link.publish_topic = "set" }
note   = { type = "text" }
order  = { type = "text", expire_after = "8h" }
)");
  struct row {
    std::optional<milliseconds> expect_every, expire_after;
  };
  auto& asset = x.realms[0].assets[0];
  CHECK(asset.expire_after == 1h);
  std::vector<row> expected{{5s, 1h}, {{}, 1h}, {1min, {}}, {}, {}, {{}, 8h}};
  REQUIRE(asset.attributes.size() == expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    INFO(asset.attributes[i].name);
    CHECK(asset.attributes[i].expect_every == expected[i].expect_every);
    CHECK(asset.attributes[i].expire_after == expected[i].expire_after);
  }
}

TEST_CASE("attributes may have any of OpenRemote's value types and arrays of them") {
  auto x = well(R"(
[realm.hall.asset.lamp.attribute]
colour = { type = "colourRGB", allowed_values = ["#FF0000", [0, 255, 0]] }
levels = { type = "positiveNumber[]" }
grid   = { type = "integer[][]", allowed_values = [[[1], [2]]] }
total  = { type = "bigInteger", min = 0, allowed_values = [1, "99999999999999999999"] }
moved  = { type = "dateAndTime", allowed_values = ["2024-01-02"] }
state  = { type = "executionStatus", allowed_values = ["READY"] }
)");
  auto& all = x.realms[0].assets[0].attributes;
  CHECK(all[0].type == value_type::colour_rgb);
  CHECK(all[1].type == array_of(value_type::positive_number));
  CHECK(all[2].type == array_of(array_of(value_type::integer)));
  CHECK(all[2].constraints.allowed_values[0].text == "[[1],[2]]");
  CHECK(all[3].type == value_type::big_integer);
}

TEST_CASE("the agent_link of an asset fills what those of its attributes leave out") {
  auto x = well(plant);
  auto& attributes = x.realms.front().assets.front().attributes;
  auto& temp = *attributes[0].agent_link;
  CHECK(temp.agent == "floor");
  CHECK(temp.subscription_topic == "hall/press/9/telemetry");
  CHECK(temp.qos == 1);
  CHECK(
      temp.value_filters == std::vector<value_filter>{json_path_filter{"$.oil.temp", {}, {}, {}}});
  auto& door = *attributes[1].agent_link;
  CHECK(door.agent == "floor");
  CHECK(door.subscription_topic == "hall/door");
  CHECK(door.converter == value_converter{{"OPEN", {"true"}}, {"SHUT", {"false"}}});
  CHECK(door.value_filters.empty());
  CHECK(attributes[2].agent_link->publish_topic == "hall/press/9/set");
  CHECK(attributes[2].agent_link->write_value == R"({"t": %VALUE%, "at": "%TIME%"})");
}

TEST_CASE("filters of every type are read with their own keys") {
  auto result = parse(R"(
    [realm.hall.agent.floor]
    host = "127.0.0.1"
    [realm.hall.asset.press-9.attribute.a]
    [realm.hall.asset.press-9.attribute.a.agent_link]
    agent = "floor"
    subscription_topic = "s"
    payload = "bytes"
    value_filters = [
      { type = "bytes", offset = -2, width = 2, endian = "little", signed = true, mask = 0xFFF0, shift = 4, scale = 0.1 },
      { type = "topic", level = -1 },
      { type = "regex", pattern = '(\d+)', dot_all = false, multiline = true, match_group = 1, match_index = 2 },
      { type = "substring", begin_index = -3, end_index = -1 },
      { type = "substring" },
      { type = "math_expression", expression = "x/10" },
      { type = "bytes", width = 4, float = true },
    ])");
  INFO(lines(result));
  REQUIRE(result.value);
  auto& link = *result.value->realms[0].assets[0].attributes[0].agent_link;
  CHECK(link.payload == payload_form::bytes);
  bytes_filter field{-2, 2, byte_order::little, true, false, 0xFFF0, 4, 0.1, {}};
  bytes_filter real{0, 4, byte_order::big, false, true, {}, 0, 1, {}};
  CHECK(
      link.value_filters
      == std::vector<value_filter>{
          field, troupe::topic_filter{-1, {}}, regex_filter{"(\\d+)", false, true, 1, 2, {}},
          substring_filter{-3, -1, {}}, substring_filter{}, math_filter{"x/10", {}}, real});
  auto& at = std::get<regex_filter>(link.value_filters[2]).at;
  CHECK(to_string(at) == "t.toml:12:35");
}

TEST_CASE("an attribute's filters replace the asset's, in whichever form they stand") {
  auto x = well(R"(
    realm.hall.agent.floor.host = "h"
    [realm.hall.asset.a]
    agent_link = { agent = "floor", subscription_topic = "t", json_path = "$.a" }
    [realm.hall.asset.a.attribute]
    one.agent_link = { value_filters = [{ type = "json_path", path = "$.b", return_last = true }] }
    two.agent_link = { value_filters = [] })");
  auto& attributes = x.realms.front().assets.front().attributes;
  CHECK(
      attributes[0].agent_link->value_filters
      == std::vector<value_filter>{json_path_filter{"$.b", false, true, {}}});
  CHECK(attributes[1].agent_link->value_filters.empty());
}

TEST_CASE("the values of a converter become compact JSON") {
  auto x = well(R"(
    realm.hall.agent.floor.host = "h"
    [realm.hall.asset.a.attribute.b.agent_link]
    agent = "floor"
    subscription_topic = "t"
    value_converter = { A = 1, B = 1e7, C = "x\"y", D = [1, [], {}], E = { k = true, "l m" = 0.5 }, "*" = "@IGNORE" })");
  auto& link = *x.realms.front().assets.front().attributes.front().agent_link;
  CHECK(
      link.converter
      == value_converter{
          {"A", {"1"}},
          {"B", {"1.0E7"}},
          {"C", {R"("x\"y")"}},
          {"D", {"[1,[],{}]"}},
          {"E", {R"({"k":true,"l m":0.5})"}},
          {"*", {"\"@IGNORE\""}}});
}

TEST_CASE("the port follows the mode unless the file names it") {
  struct row {
    std::string keys;
    int port;
  };
  for (auto& x : std::vector<row>{
           {"", 1883},
           {", secure_mode = true", 8883},
           {", websocket_mode = true", 80},
           {", websocket_mode = true, secure_mode = true", 443},
           {", secure_mode = true, port = 1", 1}}) {
    auto result = well("realm.hall.agent.floor = { host = \"h\"" + x.keys + " }");
    CHECK(result.realms.front().agents.front().port == x.port);
  }
}

TEST_CASE(
    "the storage folder is the file's, the service manager's, OR_STORAGE_DIR or the default") {
  auto storage = [](std::string_view text, std::map<std::string, std::string> variables) {
    return parse_settings(text, "/etc/t.toml", with_variables(variables))
        .value->runtime.storage_dir.string();
  };
  std::map<std::string, std::string> both{{"STATE_DIRECTORY", "/a:/b"}, {"OR_STORAGE_DIR", "/c"}};
  CHECK(storage("runtime.storage_dir = \"/d\"", both) == "/d");
  CHECK(storage("runtime.storage_dir = \"d\"", both) == "/etc/d");
  CHECK(storage("", both) == "/a");
  CHECK(storage("", {{"OR_STORAGE_DIR", "/c"}}) == "/c");
  CHECK(storage("", {}) == "/var/lib/troupe");
}

TEST_CASE("a disabled agent may share its client id") {
  well(R"(
    realm.hall.agent.a = { host = "h", client_id = "edge" }
    realm.hall.agent.b = { host = "h", client_id = "edge", disabled = true }
    realm.hall.agent.c = { host = "h", client_id = "edge", port = 1884 })");
}

TEST_CASE("configurations that say the same are equal, wherever the keys stand") {
  auto one = well("realm.b = {}\nrealm.a.agent.y.host = \"h\"\nrealm.a.agent.x.host = \"h\"");
  auto other =
      well("[realm.a.agent.x]\nhost = \"h\"\n\n[realm.a.agent.y]\nhost = \"h\"\n[realm.b]");
  CHECK(one == other);
  auto changed = well("realm.b = {}\nrealm.a.agent.y.host = \"h\"\nrealm.a.agent.x.host = \"i\"");
  CHECK_FALSE(one == changed);
}

TEST_CASE("the settings remember where things stand") {
  auto x = well("[realm.hall.agent.floor]\nhost = \"h\"\n");
  CHECK(to_string(x.realms.front().agents.front().at) == "t.toml:1:19");
}

} // namespace
} // namespace troupe::test

TEST_CASE("a link that names only where its values go does not receive from the default topic") {
  auto result = troupe::test::parse(R"(
[realm.hall.agent.floor]
host = "h"
[realm.hall.asset.press]
agent_link = { agent = "floor", subscription_topic = "press" }
[realm.hall.asset.press.attribute]
target  = { type = "number", agent_link = { publish_topic = "press/set" } }
both    = { type = "number", agent_link = { publish_topic = "press/set", json_path = "$.both" } }
reading = { type = "number", agent_link = {} }
)");
  REQUIRE(result.value);
  std::map<std::string, std::string> topics;
  for (auto& x : result.value->realms[0].assets[0].attributes)
    topics[x.name] = x.agent_link->subscription_topic;
  CHECK(
      topics
      == std::map<std::string, std::string>{
          {"target", ""}, {"both", "press"}, {"reading", "press"}});
}
