#include "tests/support/catch.hpp"

#include "actors/link/payload.hpp"
#include "actors/link/predicate.hpp"
#include "runtime/link_cases/link_cases.hpp"
#include "runtime/openremote/openremote_link.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <random>

using namespace troupe;

namespace {

/// Changes a few bytes, always in the same way.
class mutator {
public:
  std::string operator()(std::string x) {
    for (auto changes = 1 + pick(4); changes > 0; --changes) {
      auto at = pick(x.size() + 1);
      switch (pick(4)) {
      case 0: x.insert(at, tokens[pick(std::size(tokens))]); break;
      case 1: x.erase(at, 1 + pick(6)); break;
      case 2: x.insert(at, x.substr(pick(x.size() + 1), pick(40))); break;
      default:
        if (at < x.size())
          x[at] = static_cast<char>(x[at] ^ (1 << pick(7)));
      }
    }
    return x;
  }

  size_t pick(size_t below) { return random_() % below; }

private:
  static constexpr std::string_view tokens[] = {
      "{",
      "}",
      "[",
      "]",
      "\"",
      ",",
      ":",
      "null",
      "true",
      "-1",
      "1e999",
      "\\u0",
      "0",
      "999999",
      "text",
      "\"text\"",
      "[[\"x\",",
      "{}",
      "\"P\"",
      "PT",
      "value",
      "kind",
      "json",
      "link",
      "é",
      "#",
      "+",
      "/",
      "9223372036854775807"};
  std::mt19937 random_{20261125};
};

const std::vector<std::string> cases{
    R"({"id":"a","attributeType":"number","payload":"{\"t\":[1,2]}","link":{"valueFilters":[{"type":"jsonPath","path":"$.t[0]","returnFirst":true}],"valueConverter":{"1":"@NULL","*":"@NEGATE"}},"now":5,"expect":{"outcome":"value","value":1}})",
    R"({"attributeType":"text","payloadParts":[["ab",3],["c",1]],"link":{},"expect":{"outcome":"value","valueParts":[["x",2]],"valueCount":2,"valueFirst":1}})",
    R"({"attributeType":"JSON","payloads":["{\"a\":1,\"a\":[{}]}","[]"],"link":{"messageMatchFilters":[{"type":"jsonPath","path":"$.a"}],"messageMatchPredicate":{"predicateType":"array","value":{"a":1},"index":1}},"expect":{"sequence":[{"outcome":"null"},{"outcome":"value","value":[]}]},"quirk":"Q08","fixed":{"outcome":"error"}})",
    R"({"attributeType":"integer","value":3,"link":{"writeValue":"%VALUE%-%TIME%","qos":9},"instant":"2024-03-05T06:07:08.009Z","updateOnWrite":true,"expect":{"outcome":"publish","payload":"3","nullValue":false,"attributeUpdate":{"outcome":"null"}}})",
    R"({"from":{"kind":"literal","jsonText":"{\"a\":1}"},"to":"JSONObject","expect":{"outcome":"value","value":{"a":1.0}}})",
    R"({"kind":"constraint","type":"number","literalValue":-0.75,"expect":{"valid":true},"quirk":"Q28"})",
    R"({"predicate":{"predicateType":"datetime","value":"2023-01-01T10:00:00+02:00[Europe/Paris]","operator":"BETWEEN","rangeValue":"P1Y2M3D"},"value":{"kind":"text","text":"2023-06-01T00:00:00Z"},"now":1700000000000,"expect":{"matches":true}})",
    R"({"kind":"group","wildcardSubscriptionTopics":["a/#"," b/+ "],"linkTopics":["a/1","b","#"],"expect":{"agentStarts":true,"links":[{"topic":"a/1","subscribes":"a/#","viaWildcard":true}]}})",
    R"({"kind":"match","filter":"a/+/#","topic":"a/b/c","expect":{"matches":true}})",
    R"({"kind":"qos","direction":"subscribe","linkQos":2,"agentQos":null,"expect":{"qos":2}})",
};

const std::vector<std::string> predicates{
    R"({"predicateType":"string","match":"CONTAINS","value":"straße","caseSensitive":false,"negate":true})",
    R"({"predicateType":"number","value":9007199254740993,"operator":"BETWEEN","rangeValue":1e300})",
    R"({"predicateType":"boolean","value":true})",
    R"({"predicateType":"datetime","value":"PT1H30M","operator":"GREATER_THAN"})",
    R"({"predicateType":"datetime","value":"2023-02-30T24:00:00.123+01:00","operator":"LESS_EQUALS"})",
    R"({"predicateType":"value-empty","negate":true})",
    R"({"predicateType":"array","value":[1,{"a":2}],"index":0,"lengthLessThan":5,"negated":true})",
    R"({"predicateType":"radial","radius":250000,"lat":51.4,"lng":5.4})",
    R"({"predicateType":"rect","latMin":50,"lngMin":4,"latMax":52,"lngMax":6,"negated":true})",
    R"({"predicateType":"geojson","geoJSON":"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,60],[0,60],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}"})",
    R"({"predicateType":"calendar-event","timestamp":1700000000000})",
};

const std::vector<std::string> payloads{
    R"({"type":"Point","coordinates":[5,51,2]})",
    R"([1,{"a":2},null])",
    R"({"start":1699999999999,"end":"2023-11-14T22:13:21Z","recurrence":null})",
    "1700000000000",
    "-9007199254740993.5e-1",
    "2023-11-14T22:13:20.123+01:00",
    "Tue, 14 Nov 2023 22:13:20 GMT",
    "\"true\"",
    "STRASSE",
};

} // namespace

TEST_CASE("no case file, however broken, does more than fail") {
  mutator mutate;
  auto bad = 0;
  auto run = 0;
  for (auto round = 0; round < 30'000; ++round) {
    auto text = "[" + cases[mutate.pick(cases.size())] + ","
                + mutate(cases[mutate.pick(cases.size())]) + "]";
    if (round % 5 == 0)
      text = mutate(text);
    auto report = run_cases("x", text, 1'700'000'000'000);
    auto told = report.failures.size() + report.broken.has_value();
    auto readable = true;
    for (auto& x : report.failures)
      readable = readable && !x.got.empty() && valid_utf8(x.got) && valid_utf8(x.id + x.expected);
    bad += report.failed != told || !readable || (report.broken && report.passed != 0);
    run += !report.broken;
  }
  CHECK(bad == 0);
  CHECK(run > 1'000);
}

TEST_CASE("a file nested as deep as it can be is refused or run") {
  for (auto depth : {400, 998, 1'000, 100'000}) {
    auto size = static_cast<size_t>(depth);
    std::string deep = std::string(size, '[') + std::string(size, ']');
    auto report = run_cases("x", deep, 0);
    CHECK(report.passed == 0);
    auto test = R"([{"from":{"kind":"literal","jsonText":")" + deep
                + R"("},"to":"JSON","expect":{"outcome":"value","value":)"
                + (depth < 998 ? deep : "[]") + "}}]";
    report = run_cases("x", test, 0);
    CHECK(report.passed == (depth < 998));
  }
}

TEST_CASE("no predicate and no payload, however broken, does more than match, fail or be refused") {
  mutator mutate;
  auto bad = 0;
  auto compiled = 0;
  for (auto round = 0; round < 20'000; ++round) {
    auto text = mutate(predicates[mutate.pick(predicates.size())]);
    json_document document;
    if (!valid_utf8(text) || !document.parse(text))
      continue;
    auto settings = read_openremote_predicate(document.root());
    if (!settings) {
      bad += !is(settings.error(), errc::config_invalid) || sentence(settings.error()).empty();
      continue;
    }
    auto made = predicate::compile(*settings);
    if (!made) {
      bad += !is(made.error(), errc::config_invalid);
      continue;
    }
    ++compiled;
    auto payload = mutate(payloads[mutate.pick(payloads.size())]);
    payload_view message{"t", payload};
    filter_workspace space{&message, {}, {}};
    auto raw = made->matches({message.text(), false}, space, 1'700'000'000'000);
    auto again = made->matches({message.text(), false}, space, 1'700'000'000'000);
    bad += static_cast<bool>(raw) != static_cast<bool>(again) || (raw && *raw != *again);
    if (auto json = message.json())
      static_cast<void>(made->matches({json, false}, space, INT64_MAX));
    static_cast<void>(made->matches({}, space, INT64_MIN));
  }
  CHECK(bad == 0);
  CHECK(compiled > 1'000);
}
