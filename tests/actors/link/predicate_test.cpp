#include "tests/actors/link/predicate_support.hpp"

using namespace troupe;
using namespace troupe::test;

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
  filter_workspace space{&message};
  auto got = predicate::compile(p).value().matches({message.text(), false}, space, now);
  REQUIRE_FALSE(got);
  CHECK(sentence(got.error()).find("recurs") != std::string::npos);
}

TEST_CASE("an array that a filter cut out of a message is an array") {
  agent_link_settings link;
  link.match_filters = {substring_filter{0, 5, {}}};
  array_predicate two;
  two.length_equals = 2;
  link.match_predicate = two;
  auto pipeline = inbound_pipeline::compile(link, value_type::text);
  REQUIRE(pipeline);
  payload_view message{"t", "[1,2] or so"};
  CHECK((*pipeline)->run(message, 0).verdict == verdict::value);
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
