#include "tests/support/catch.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/payload.hpp"
#include "actors/link/pipeline.hpp"
#include "actors/link/predicate.hpp"
#include "actors/link/predicate_key.hpp"
#include "actors/link/predicate_time.hpp"
#include "schemas/errors.hpp"

#include <limits>
#include <set>

using namespace troupe;

namespace {

constexpr int64_t now = 1'700'000'000'000; // 2023-11-14T22:13:20Z

bool matches_text(const value_predicate& p, std::string_view payload) {
  payload_view message{"t", payload};
  filter_workspace space{&message, {}, {}};
  auto compiled = predicate::compile(p);
  REQUIRE(compiled);
  auto got = compiled->matches({message.text(), false}, space, now);
  REQUIRE(got);
  return *got;
}

bool matches_json(const value_predicate& p, std::string_view json) {
  json_document document;
  REQUIRE(document.parse(json));
  filter_workspace space;
  auto got = predicate::compile(p).value().matches({&document.root(), false}, space, now);
  REQUIRE(got);
  return *got;
}

json_text operator""_json(const char* text, size_t size) { return {std::string{text, size}}; }

number_predicate number(comparison how, std::string wanted) {
  return {how, json_text{std::move(wanted)}, {}, false};
}

date_predicate date_match(comparison how, std::string_view from, std::string_view to = {}) {
  return {how, parse_date_bound(from), parse_date_bound(to), false};
}

std::string point(std::string_view coordinates) {
  return R"({"type":"Point","coordinates":)" + std::string{coordinates} + "}";
}

} // namespace

TEST_CASE("numbers are compared without rounding, whatever their size") {
  struct row {
    const char* x;
    const char* wanted;
    int order;
  };
  auto x = GENERATE(values<row>({
      {"9007199254740993", "9007199254740992", 1},
      {"9007199254740993", "9007199254740992.0", 1},
      {"9223372036854775807", "9223372036854775808", -1},
      {"9223372036854775807", "9223372036854775808.0", -1},
      {"-9223372036854775808", "-9.223372036854775808e18", 0},
      {"-9223372036854775809", "-9223372036854775808", -1},
      {"18446744073709551616", "1.8446744073709551616e19", 0},
      {"18446744073709551617", "1.8446744073709551616e19", 1},
      {"-18446744073709551617", "-18446744073709551616", -1},
      {"0018446744073709551617", "18446744073709551617", 0},
      {"99999999999999999999", "100000000000000000000", -1},
      {"1e400", "1e308", 1},
      {"85", "85.0", 0},
      {"85.5", "85", 1},
      {"-85.5", "-85", -1},
      {"-0.0", "0", 0},
      {"+7", "7", 0},
      {"NaN", "Infinity", 1},
      {"NaN", "NaN", 0},
      {"Infinity", "99999999999999999999", 1},
      {"-INF", "-99999999999999999999", -1},
  }));
  INFO(x.x << " and " << x.wanted);
  CHECK(matches_text(number(comparison::less_than, x.wanted), x.x) == (x.order < 0));
  CHECK(matches_text(number(comparison::equals, x.wanted), x.x) == (x.order == 0));
  CHECK(matches_text(number(comparison::greater_than, x.wanted), x.x) == (x.order > 0));
  CHECK(matches_text(number(comparison::less_equals, x.wanted), x.x) == (x.order <= 0));
  CHECK(matches_text(number(comparison::greater_equals, x.wanted), x.x) == (x.order >= 0));
  CHECK(matches_text(number(comparison::less_than, x.x), x.wanted) == (x.order > 0));
}

TEST_CASE("a number predicate takes numeric texts and nothing else that is no number") {
  auto any = number_predicate{comparison::greater_than, {}, {}, false};
  for (auto text : {"5", " 5 ", "\"5\"", "-5e3", ".5", "5."})
    CHECK(matches_text(any, text));
  for (auto text : {"", " ", "abc", "true", "0x10", "5f", "1,5", "[5]", "\"a\"", "null"})
    CHECK_FALSE(matches_text(any, text));
  CHECK(matches_json(any, "\"5\""));
  for (auto json : {"true", "null", "{}", "[5]", "\"x\""}) {
    CHECK_FALSE(matches_json(any, json));
    any.negate = !any.negate; // neither way
  }
  CHECK_FALSE(matches_text(any, "1" + std::string(1000, '0'))); // Jackson's limit
}

TEST_CASE("a between without its upper end takes nothing, negated everything that is a number") {
  number_predicate p{comparison::between, "1"_json, {}, false};
  CHECK_FALSE(matches_text(p, "1"));
  p.negate = true;
  CHECK(matches_text(p, "1"));
  CHECK_FALSE(matches_text(p, "one"));
  number_predicate open{comparison::between, {}, "5"_json, false};
  CHECK(matches_text(open, "-1e300"));
  CHECK_FALSE(matches_text(open, "6"));
}

TEST_CASE("case is ignored by upper case, as Unicode has it") {
  string_predicate p{text_match::contains, false, "straße", false};
  CHECK(matches_text(p, "HAUPTSTRASSE 1"));
  p.case_sensitive = true;
  CHECK_FALSE(matches_text(p, "HAUPTSTRASSE 1"));
}

TEST_CASE("what has no text form is equal to no text") {
  string_predicate p{text_match::exact, true, "a", true};
  filter_workspace space;
  auto compiled = predicate::compile(p).value();
  CHECK(*compiled.matches({}, space, now)); // null: no match, negated
  CHECK(*compiled.matches({value{"[1]"_json}, false}, space, now));
  p = {text_match::exact, true, "6.0", false};
  CHECK(*predicate::compile(p).value().matches({value{6.0}, false}, space, now));
  CHECK(matches_json(p, "6.0"));
  CHECK_FALSE(matches_json(p, "6"));
}

TEST_CASE("a boolean predicate takes what is a boolean, and only that") {
  boolean_predicate no{false};
  for (auto text : {"false", "FALSE", "0", "\"false\""})
    CHECK(matches_text(no, text));
  for (auto text : {"off", "no", "1", "0.0", "{}", "x"})
    CHECK_FALSE(matches_text(no, text));
  for (auto json : {"false", "0", "\"off\""})
    CHECK(matches_json(no, json));
  for (auto json : {"null", "{}", "[]", "\"abc\"", "0.0", "true"})
    CHECK_FALSE(matches_json(no, json));
}

TEST_CASE("bounds of dates are read as OpenRemote reads them") {
  struct row {
    const char* text;
    int64_t ms;
  };
  auto x = GENERATE(values<row>({
      {"2023-11-14", 1'699'920'000'000},
      {"2023-11-14T22:13", 1'699'999'980'000},
      {"2023-11-14T22:13:20", now},
      {"2023-11-14t22:13:20z", now},
      {"2023-11-14T22:13:20.5", now + 500},
      {"2023-11-14T22:13:20.123456789Z", now + 123},
      {"2023-11-15T00:13:20+02:00", now},
      {"2023-11-14T17:43:20-04:30", now},
      {"2023-11-14T22:13:21+00:00:01", now},
      {"2023-11-14T23:13:20+01:00[Europe/Amsterdam]", now},
      {"2023-11-14T23:13:20+01:00[Asia/Tokyo]", now}, // the offset outweighs the region
      {"2023-11-13T24:00:00", 1'699'920'000'000},
      {"2023-02-31", 1'677'542'400'000}, // the month's last day
      {"PT0S", now},
      {"PT1H", now + 3'600'000},
      {"PT1H30M5.5S", now + 5'405'500},
      {"P1D", now + 86'400'000},
      {"P1W1D", now + 8 * 86'400'000},
      {"P1M", now + 30 * int64_t{86'400'000}},       // November has 30 days
      {"P3M", now + 92 * int64_t{86'400'000}},       // 2024-02-14
      {"P1Y2M3W4D", now + 452 * int64_t{86'400'000}} // 2025-01-14 and 25 days
  }));
  INFO(x.text);
  auto bound = parse_date_bound(x.text);
  REQUIRE(bound);
  CHECK(moment_of(*bound, now) == x.ms);
}

TEST_CASE("a month from the end of a longer one ends with the shorter one") {
  auto bound = parse_date_bound("P1M");
  REQUIRE(bound);
  CHECK(moment_of(*bound, 1'706'659'200'000) == 1'709'164'800'000); // 2024-01-31, 2024-02-29
}

TEST_CASE("what is no bound of a date is refused, and matches nothing") {
  for (auto text :
       {"",
        " ",
        "*",
        "+*",
        "-*",
        "soon",
        "-PT1H",
        "PT-1H",
        "P-1D",
        "+PT1H",
        "P",
        "PT",
        "P1DT1H",
        "PT1.5H",
        "P1.5D",
        "pt1h",
        " PT1H",
        "PT1H ",
        "P1D1M",
        "PT9999999999H",
        "P99999999Y",
        "2023",
        "2023-1-1",
        "2023-13-01",
        "2023-00-01",
        "2023-01-32",
        "2023-01-00",
        "2023-01-01 10:00",
        "2023-01-01T",
        "2023-01-01T10",
        "2023-01-01T24:01",
        "2023-01-01T10:60",
        "2023-01-01T10:00:60",
        "2023-01-01T10:00+0100",
        "2023-01-01T10:00+1",
        "2023-01-01T10:00+19:00",
        "2023-01-01T10:00+18:01",
        "2023-01-01T10:00[Europe/Paris]",
        "2023-01-01T10:00Z[Europe/Nowhere]",
        "2023-01-01T10:00Z[/etc/passwd]",
        "2023-01-01T10:00Z[]",
        "2023-01-01T10:00Z[UTC",
        "2023-01-01Z",
        "1700000000000",
        "2023-01-01T10:00:00.1234567890"}) {
    INFO(text);
    CHECK_FALSE(parse_date_bound(text));
    auto p = date_match(comparison::less_equals, text);
    p.negate = true;
    CHECK_FALSE(matches_text(p, "2023-01-01"));
    CHECK_FALSE(matches_text(date_match(comparison::between, "2023-01-01", text), "2023-01-01"));
  }
}

TEST_CASE("a value is read as a date wherever OpenRemote reads one") {
  struct row {
    const char* text;
    int64_t ms;
  };
  auto x = GENERATE(values<row>({
      {"2023-11-14", 1'699'920'000'000},
      {" 2023-11-14T22:13:20Z ", now},
      {"2023-11-14T22:13:20", now},
      {"2023-11-14T22:13Z", 1'699'999'980'000},
      {"2023-11-15T00:13:20.25+02:00", now + 250},
      {"2023-11-15T00:13:20+0200", now},
      {"2023-11-15T00:13:20+02", now},
      {"2023-02-30", 1'677'715'200'000}, // 2 March
      {"2023-11-13T46:13:20Z", now},
      {"Tue, 14 Nov 2023 22:13:20 GMT", now},
      {"Wed, 15 Nov 2023 00:13:20 +0200", now},
      {"1700000000000", now},
      {"-1", -1},
  }));
  INFO(x.text);
  CHECK(parse_date_text(x.text) == x.ms);
  for (auto text :
       {"", "soon", "2023-11", "2023-1-14", "2023-11-14T", "2023-11-14T22", "2023-11-14 22:13",
        "2023-11-14T22:13:20+2", "2023-11-14T22:13:20.Z", "2023-11-14T22:13:20.0123456789Z",
        "1.7e12", "99999999999999999999", "Tue, 14 Foo 2023 22:13:20 GMT",
        "Tue, 14 Nov 2023 22:13:20"})
    CHECK_FALSE(parse_date_text(text));
}

TEST_CASE("a date predicate never takes what is no date, negated or not") {
  auto p = date_match(comparison::greater_than, "2000-01-01");
  for (auto json : {"\"soon\"", "null", "true", "{}", "1.7e12"}) {
    CHECK_FALSE(matches_json(p, json));
    p.negate = !p.negate;
    CHECK_FALSE(matches_json(p, json));
  }
  p.negate = false;
  CHECK(matches_json(p, "\"2023-01-01\""));
  CHECK(matches_text(p, "\"2023-01-01\""));
  p.negate = true;
  CHECK_FALSE(matches_json(p, "1700000000000"));
}

TEST_CASE("a moment far away is compared, not wrapped around") {
  auto far = std::numeric_limits<int64_t>::max();
  CHECK(moment_of(*parse_date_bound("PT999999999H"), far) == far);
  CHECK(moment_of(*parse_date_bound("P9999Y"), far) > now);
  CHECK(moment_of(*parse_date_bound("P1D"), std::numeric_limits<int64_t>::min()) < 0);
}

TEST_CASE("an array predicate asks for every condition that is set") {
  struct row {
    array_predicate p;
    const char* json;
    bool matches;
  };
  array_predicate any;
  auto with = [&](auto set) {
    auto x = any;
    set(x);
    return x;
  };
  auto has = [&](json_text value) { return with([&](auto& x) { x.value = value; }); };
  for (auto& x : std::vector<row>{
           {any, "[]", true},
           {any, "{}", false},
           {any, "5", false},
           {has("1"_json), "[3,1]", true},
           {has("1"_json), "[1.0]", false},
           {has("1"_json), "[\"1\"]", false},
           {has("1.0"_json), "[1.00]", true},
           {has("0.0"_json), "[-0.0]", false},
           {has("0"_json), "[-0]", true},
           {has("[1,{\"a\":2,\"b\":[]}]"_json), "[[1,{\"b\":[],\"a\":2}]]", true},
           {has("{\"a\":2}"_json), "[{\"a\":2,\"b\":1}]", false},
           {has("{\"a\":2}"_json), "[{\"a\":1,\"a\":2}]", true},
           {has("null"_json), "[]", true}, // no value at all
           {has("1"_json), "[[1]]", false},
           {with([](auto& x) { x.value = "2"_json, x.index = 1; }), "[1,2]", true},
           {with([](auto& x) { x.value = "2"_json, x.index = 2; }), "[1,2]", false},
           {with([](auto& x) { x.value = "2"_json, x.index = -1; }), "[1,2]", false},
           {with([](auto& x) { x.index = 9; }), "[1]", true},
           {with([](auto& x) { x.length_equals = 2; }), "[1,2]", true},
           {with([](auto& x) { x.length_equals = 2; }), "[[1,2]]", false},
           {with([](auto& x) { x.length_greater_than = 1; }), "[1]", false},
           {with([](auto& x) { x.length_less_than = 2; }), "[1]", true},
           {with([](auto& x) { x.length_less_than = 2, x.negated = true; }), "[1]", false},
           {with([](auto& x) { x.negated = true; }), "{}", false},
       }) {
    INFO(x.json);
    CHECK(matches_json(x.p, x.json) == x.matches);
    CHECK(matches_text(x.p, x.json) == x.matches); // a payload, not only a JSON value
  }
}

TEST_CASE("a rectangle takes its edges, and a point beyond the world counts as at its edge") {
  rect_predicate p{50, 4, 52, 6, false};
  CHECK(matches_text(p, point("[5,51]")));
  CHECK(matches_json(p, point("[4,50]")));
  CHECK(matches_json(p, point("[6,52,100]")));
  CHECK_FALSE(matches_json(p, point("[6.1,52]")));
  CHECK(matches_json(rect_predicate{52, 6, 50, 4, false}, point("[5,51]"))); // corners swapped
  CHECK(matches_json(rect_predicate{80, 170, 90, 180, false}, point("[1e300,95]")));
  p.negated = true;
  CHECK(matches_json(p, point("[9,9]")));
  for (auto other :
       {R"({"type":"Point"})", R"({"type":"Point","coordinates":[5]})",
        R"({"type":"Point","coordinates":[5,51,0,0]})",
        R"({"type":"Point","coordinates":["5",51]})", R"({"type":"point","coordinates":[9,9]})",
        R"({"coordinates":[9,9]})", "[9,9]", "null"})
    CHECK_FALSE(matches_json(p, other));
}

TEST_CASE("a radius is measured on the ellipsoid") {
  // One degree of longitude at the equator is 111,319.49 m, of latitude 110,574.39 m there.
  radial_predicate p{111'320, 0, 0, false};
  CHECK(matches_json(p, point("[1,0]")));
  p.radius_m = 111'319;
  CHECK_FALSE(matches_json(p, point("[1,0]")));
  CHECK(matches_json(p, point("[0,1]")));
  p.radius_m = 110'574;
  CHECK_FALSE(matches_json(p, point("[0,1]")));
  p.negated = true;
  CHECK(matches_json(p, point("[0,1]")));
  CHECK_FALSE(matches_text(p, "no point"));
}

TEST_CASE("a GeoJSON shape takes what is within it, holes and edges apart") {
  auto square = [](int from, int to) {
    auto a = std::to_string(from), b = std::to_string(to);
    return "[[" + a + "," + a + "],[" + b + "," + a + "],[" + b + "," + b + "],[" + a + "," + b
           + "],[" + a + "," + a + "]]";
  };
  auto holed = "[" + square(0, 10) + "," + square(4, 6) + "]";
  auto polygon = R"({"type":"Polygon","coordinates":)" + holed + "}";
  auto feature = R"({"type":"Feature","properties":{},"geometry":)" + polygon + "}";
  for (auto& text :
       {polygon, R"({"type":"MultiPolygon","coordinates":[)" + holed + "]}", feature,
        R"({"type":"FeatureCollection","features":[)" + feature + "]}"}) {
    geojson_predicate p{text, false};
    CHECK(matches_json(p, point("[1,1]")));
    CHECK_FALSE(matches_json(p, point("[5,5]")));
    CHECK_FALSE(matches_json(p, point("[0,5]")));
    CHECK_FALSE(matches_json(p, point("[11,5]")));
    p.negated = true;
    CHECK(matches_json(p, point("[11,5]")));
  }
  CHECK(matches_json(geojson_predicate{point("[3,4]"), false}, point("[3,4]")));
}

TEST_CASE("a shape that cannot be read is refused") {
  for (auto text :
       {"", "x", "{}", R"({"type":"Polygon"})", R"({"type":"Polygon","coordinates":[]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1e999,0],[1,1],[0,0]]]})",
        R"({"type":"LineString","coordinates":[[0,0],[1,1]]})",
        R"({"type":"FeatureCollection","features":[{"type":"Polygon"}]})"}) {
    INFO(text);
    auto made = predicate::compile(geojson_predicate{text, false});
    REQUIRE_FALSE(made);
    CHECK(is(made.error(), errc::config_invalid));
    CHECK(sentence(made.error()).starts_with("geo_json is no "));
  }
}

TEST_CASE("a calendar event matches while it is active, and what is none always does") {
  calendar_predicate p{now};
  for (auto json :
       {"5", "\"x\"", "{}", "null", R"({"start":"soon","end":1})", R"({"start":1699999999999})",
        R"({"start":1700000000000,"end":1700000000001})",
        R"({"start":"2023-11-14","recurrence":""})"})
    CHECK(matches_json(p, json));
  CHECK_FALSE(matches_json(p, R"({"start":1700000000001})"));
  CHECK_FALSE(matches_json(p, R"({"start":1,"end":1700000000000})"));
  CHECK_FALSE(matches_text(calendar_predicate{}, R"({"start":1,"end":1700000000000})"));
  payload_view message{"t", R"({"start":1,"end":2,"recurrence":"FREQ=DAILY"})"};
  filter_workspace space{&message, {}, {}};
  auto got = predicate::compile(p).value().matches({message.text(), false}, space, now);
  REQUIRE_FALSE(got);
  CHECK(sentence(got.error()).find("recurs") != std::string::npos);
}

TEST_CASE("predicates that differ have keys that differ") {
  std::vector<value_predicate> all{
      string_predicate{},
      string_predicate{text_match::exact, true, "", false},
      string_predicate{text_match::exact, true, "a", false},
      string_predicate{text_match::exact, false, {}, false},
      number_predicate{comparison::equals, "1"_json, {}, false},
      number_predicate{comparison::equals, {}, "1"_json, false},
      boolean_predicate{},
      boolean_predicate{true},
      date_match(comparison::equals, "PT1S"),
      date_match(comparison::equals, "P1D"),
      any_predicate{},
      empty_predicate{},
      empty_predicate{true},
      array_predicate{},
      array_predicate{{}, 0, {}, {}, {}, false},
      array_predicate{{}, {}, 0, {}, {}, false},
      radial_predicate{1, 2, 3, false},
      radial_predicate{1, 3, 2, false},
      rect_predicate{},
      geojson_predicate{},
      calendar_predicate{},
      calendar_predicate{0},
  };
  std::set<std::string> keys;
  for (auto& x : all) {
    std::string key;
    append_key(key, x);
    CHECK(keys.insert(key).second);
  }
}

TEST_CASE("a message match lets a message through, or it passes the link by") {
  agent_link_settings link;
  link.on_miss = on_miss::null;
  link.match_filters = {json_path_filter{"$.port", false, false, {}}};
  link.value_filters = {json_path_filter{"$.t", false, false, {}}};
  link.match_predicate = number(comparison::equals, "85");
  auto pipeline = inbound_pipeline::compile(link, value_type::number).value();
  auto ends = [&](std::string_view payload) {
    payload_view message{"t", payload};
    return pipeline->run(message, now).verdict;
  };
  CHECK(ends(R"({"port":85,"t":1})") == verdict::value);
  CHECK(ends(R"({"port":1,"t":1})") == verdict::no_match);
  CHECK(ends(R"({"t":1})") == verdict::no_match);
  CHECK(ends("") == verdict::no_match);
  CHECK(ends(" \r\n ") == verdict::no_match);
  CHECK(ends("no json") == verdict::error);
  CHECK(pipeline->run_written(value{"{\"t\":1}"_json}).verdict == verdict::value);
}

TEST_CASE("the time that a match is asked about is that of the message") {
  agent_link_settings link;
  link.match_predicate = date_match(comparison::greater_than, "PT1H");
  auto pipeline = inbound_pipeline::compile(link, value_type::text).value();
  payload_view message{"t", "1700003600001"};
  CHECK(pipeline->run(message, now).verdict == verdict::value);
  CHECK(pipeline->run(message, now + 1).verdict == verdict::no_match);
}

TEST_CASE("a match that cannot be compiled is refused with the setting's name") {
  agent_link_settings link;
  link.match_predicate = geojson_predicate{"x", false};
  auto made = inbound_pipeline::compile(link, value_type::text);
  REQUIRE_FALSE(made);
  CHECK(sentence(made.error()).starts_with("message_match_predicate: geo_json is no JSON"));
  link.match_predicate = any_predicate{};
  link.match_filters = {json_path_filter{"$[", false, false, {}}};
  made = inbound_pipeline::compile(link, value_type::text);
  REQUIRE_FALSE(made);
  CHECK(sentence(made.error()).starts_with("message_match_filters[0]"));
}
