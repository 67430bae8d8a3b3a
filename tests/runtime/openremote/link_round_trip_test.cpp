#include "tests/support/catch.hpp"

#include "config/toml.hpp"
#include "runtime/openremote/import_attribute.hpp"
#include "runtime/openremote/json_members.hpp"
#include "runtime/openremote/openremote_link.hpp"
#include "tests/config/support.hpp"

#include <fstream>
#include <sstream>

using namespace troupe;

namespace {

std::string file_text(const std::string& name) {
  std::ifstream in{std::filesystem::path{TROUPE_SOURCE_DIR} / "tests/vectors" / name};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// An entry whose value is null counts as absent, so it need not be written.
void drop_nulls(std::optional<value_converter>& x) {
  if (x)
    std::erase_if(*x, [](auto& y) { return y.second.text == "null"; });
}

/// A configuration with this link alone.
std::string with_link(const config::table& link) {
  std::ostringstream out;
  out << "[realm.r.agent.a]\nhost = \"h\"\n[realm.r.asset.x.attribute]\nv.agent_link = "
      << config::toml_value({{}, link}) << "\n";
  return out.str();
}

/// What becomes of the link in settings, TOML and settings again.
std::string round_trip(const json_node& json) {
  auto link = read_openremote_link(json);
  if (!link)
    return "unreadable";
  link->agent = "a";
  if (link->subscription_topic.empty())
    link->subscription_topic = "in";
  auto written = write_link(*link);
  if (!written.beyond_toml.empty())
    return "beyond TOML: " + written.beyond_toml.front();
  auto text = with_link(written.keys);
  auto loaded = test::parse(text);
  if (!loaded.value)
    return "refused:\n" + test::lines(loaded) + text;
  drop_nulls(link->converter);
  drop_nulls(link->write_converter);
  auto& back = loaded.value->realms.at(0).assets.at(0).attributes.at(0).agent_link;
  return back == *link ? "same" : "other:\n" + text;
}

std::string round_trip(const std::string& json) {
  json_document document;
  REQUIRE(document.parse(json));
  return round_trip(document.root());
}

} // namespace

TEST_CASE("a link of every vector is the same after it was written as TOML") {
  size_t same = 0;
  std::string refused;
  for (auto name : {"inbound.json", "outbound.json"}) {
    auto text = file_text(name);
    json_document document;
    REQUIRE(document.parse(text));
    auto& root = document.root();
    for (auto x = root.begin(); x != root.end(); x = x->next()) {
      auto link = x->member("link");
      REQUIRE(link);
      auto id = std::string{x->member("id")->text()};
      auto outcome = round_trip(*link);
      INFO(id << ": " << outcome);
      if (outcome.starts_with("refused")) {
        refused += id + " ";
        continue;
      }
      CHECK((outcome == "same" || outcome == "unreadable"));
      same += outcome == "same";
    }
  }
  CHECK(same > 250);
  CHECK(refused == "in-139 in-160 "); // a blank path and a negative group, which `check` refuses
}

TEST_CASE("a predicate of each type is the same after it was written as TOML") {
  for (
      auto predicate : {
          R"({"predicateType":"string","match":"BEGIN","value":"it's \"a\"\n\u0007\u007f","caseSensitive":false,"negate":true})",
          R"({"predicateType":"string"})",
          R"({"predicateType":"number","operator":"BETWEEN","value":-3,"rangeValue":4.5})",
          R"({"predicateType":"boolean","value":true})",
          R"({"predicateType":"datetime","operator":"LESS_THAN","value":"2024-02-29T23:59:58.007Z","negate":true})",
          R"({"predicateType":"datetime","operator":"BETWEEN","value":"PT1H30M0.5S","rangeValue":"P1Y2M3W4D"})",
          R"({"predicateType":"datetime","value":"PT0S"})",
          R"({"predicateType":"value-any"})",
          R"({"predicateType":"value-empty","negate":true})",
          R"({"predicateType":"array","value":{"a b":[1,2.5,"x"],"":true},"index":2,"lengthGreaterThan":0,"negated":true})",
          R"({"predicateType":"radial","radius":250,"lat":0,"lng":5.47})",
          R"({"predicateType":"rect","latMin":0,"lngMin":-1.5,"latMax":2,"lngMax":0,"negated":true})",
          R"({"predicateType":"geojson","geoJSON":"{\"type\":\"Point\",\"coordinates\":[1,2]}"})",
          R"({"predicateType":"calendar-event","timestamp":"2024-01-01T00:00:00Z"})",
      }) {
    auto link = R"({"messageMatchPredicate":)" + std::string{predicate} + "}";
    INFO(link);
    CHECK(round_trip(link) == "same");
  }
}

TEST_CASE("texts and keys of any kind survive in TOML") {
  for (
      auto link : {
          R"({"writeValue":"'''\\ \"\"\" \u0001 \u007f é \ud83d\ude00 %VALUE:%.2f%\r\n\t"})",
          R"({"writeValue":"it's"})",
          R"({"valueConverter":{"":1,"A.B":"x","*":"@NEGATE","é\u007f":[1,{"k'":[]}],"BIG":9007199254740993,"F":1.0E300}})",
          R"({"valueConverter":{}})",
          R"({"valueFilters":[{"type":"jsonPath","path":"$['a.b']","returnLast":true}],"qos":-7})",
      }) {
    INFO(link);
    CHECK(round_trip(std::string{link}) == "same");
  }
}

TEST_CASE("what TOML cannot say is told") {
  CHECK(round_trip(R"({"valueConverter":{"A":{"b":null}}})") == "beyond TOML: value_converter");
  CHECK(
      round_trip(R"({"writeValueConverter":{"A":18446744073709551616}})")
      == "beyond TOML: write_value_converter");
  std::ostringstream deep;
  deep << R"({"valueConverter":{"A":)" << std::string(41, '[') << std::string(41, ']') << "}}";
  CHECK(round_trip(deep.str()) == "beyond TOML: value_converter");
}
