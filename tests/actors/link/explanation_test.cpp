#include "tests/support/catch.hpp"

#include "actors/link/explanation.hpp"
#include "actors/link/payload.hpp"
#include "config/load.hpp"
#include "schemas/text.hpp"
#include "tests/support/fuzzer.hpp"

using namespace troupe;
using Catch::Contains;

namespace {

constexpr int64_t now_ms = 1'750'000'000'000;

/// The attribute `x` of an asset `press`, as a configuration has it.
struct linked_attribute {
  explicit linked_attribute(const std::string& type, const std::string& link) {
    auto loaded = parse_settings(
        "[realm.hall.agent.floor]\nhost = \"h\"\n[realm.hall.asset.press.attribute.x]\n" + type
            + "\nagent_link.agent = \"floor\"\nagent_link.subscription_topic = \"hall/press/7\"\n"
            + link,
        "t.toml");
    for (auto& x : loaded.diagnostics)
      UNSCOPED_INFO(to_string(x));
    REQUIRE(loaded.value);
    config = loaded.value;
    auto made = inbound_pipeline::compile(*settings().agent_link, settings().type);
    REQUIRE(made);
    pipeline = *made;
    if (auto& timestamp = settings().agent_link->timestamp)
      time = payload_time::compile(*timestamp, {}).value();
  }

  const attribute_settings& settings() const { return config->realms[0].assets[0].attributes[0]; }

  explanation explain(std::string_view payload) const {
    payload_view message{"hall/press/7", payload};
    return troupe::explain(*pipeline, "press", settings(), message, now_ms, time.get());
  }

  std::shared_ptr<const troupe::settings> config;
  std::shared_ptr<const inbound_pipeline> pipeline;
  std::shared_ptr<const payload_time> time;
};

std::string path(const std::string& x) { return "agent_link.json_path = '''" + x + "'''"; }

std::string filters(const std::string& x) { return "agent_link.value_filters = [" + x + "]"; }

} // namespace

TEST_CASE("every step of a message is shown with the value that it makes") {
  linked_attribute link{
      "type = \"number\"\nmin = 0\nmax = 90",
      filters("{ type = \"json_path\", path = \"$.oil.temp\" }, "
              "{ type = \"math_expression\", expression = \"x * 2\" }")};
  auto found = link.explain(R"({"oil":{"temp":21.5}})");
  REQUIRE(found.steps.size() == 5);
  CHECK(found.steps[0].name == "payload");
  CHECK(found.steps[0].what == "21 bytes, as text");
  CHECK(found.steps[0].value == R"({"oil":{"temp":21.5}})");
  CHECK(found.steps[1].name == "value_filters[0]");
  CHECK(found.steps[1].what == "json_path $.oil.temp");
  CHECK(found.steps[1].value == "21.5");
  CHECK(found.steps[2].what == "math_expression x * 2");
  CHECK(found.steps[2].value == "43.0");
  CHECK(found.steps[3].name == "type");
  CHECK(found.steps[3].what == "number");
  CHECK(found.steps[4].name == "constraints");
  CHECK(found.steps[4].what == "at least 0.0, at most 90.0");
  CHECK(found.outcome == inbound::stored);
  CHECK(found.content == troupe::value{43.0});
  CHECK(found.sentence == "attribute x of asset press becomes 43.0");
  CHECK(found.cause.empty());
}

TEST_CASE("a wrong JSONPath says how far it led and what stands there") {
  auto [expression, payload, says] = GENERATE(table<std::string, std::string, std::string>({
      {"$.oil.tmp", R"({"oil":{"temp":1,"level":2}})",
       "$.oil is an object with the members temp, level; it has no member \"tmp\"; did you mean "
       "\"temp\"?"},
      {"$.temp", R"({"data":{"oil":[{"temp":1}]}})",
       "$ is an object with the one member data; it has no member \"temp\"; a member \"temp\" "
       "stands at \"$.data.oil[0].temp\""},
      {"$.a.b", R"({"a":5})", "$.a is the number 5, which has no members"},
      {"$.a.b", R"({"a":{}})", "$.a is an empty object; it has no member \"b\""},
      {"$.a.b", R"({"a":[{"b":1}]})",
       "$.a is an array of 1 element, not an object: it has no member \"b\"; a member \"b\" stands "
       "at \"$.a[0].b\""},
      {"$.a[3]", R"({"a":[1,2]})", "$.a is an array of 2 elements; it has no element [3]"},
      {"$.a[0]", R"({"a":{"b":1}})", "$.a is an object with the one member b, not an array"},
      {"$['a b'].c", R"({"a b":true})", "$['a b'] is the boolean true, which has no members"},
      {"$.a.b", R"({"a":"{\"b\":1}"})",
       "$.a is the text \"{\\\"b\\\":1}\", which has no members; the text holds JSON itself, which "
       "a second filter of type json_path can read"},
      {"$.a.list[?(@.b)]", R"({"a":{}})", "$.a is an empty object; it has no member \"list\""},
  }));
  INFO(expression << " on " << payload);
  auto found = linked_attribute{"type = \"number\"", path(expression)}.explain(payload);
  CHECK(found.outcome == inbound::filtered_missed);
  CHECK(found.cause == says);
  CHECK(found.steps.back().value == "nothing");
  CHECK(found.sentence == "attribute x of asset press keeps its last value");
}

TEST_CASE("a payload that is no JSON says where, and what stands there") {
  auto [payload, says] = GENERATE(table<std::string, std::string>({
      {R"({"t": oil})", "it is no JSON at line 1, column 7, where \"oil}\" stands"},
      {"{\n  \"é\": 1,\n  x}", "it is no JSON at line 3, column 3, where \"x}\" stands"},
      {R"({"t": 1)", "it is no JSON at line 1, column 8, where the text ends"},
      {"", "it is no JSON at line 1, column 1, where the text ends"},
      {"{} {}", "it is no JSON at line 1, column 4, where \"{}\" stands"},
  }));
  INFO(payload);
  auto found = linked_attribute{"type = \"number\"", path("$.t")}.explain(payload);
  CHECK(found.outcome == inbound::rejected_error);
  CHECK(found.cause == says);
}

TEST_CASE("every filter that finds nothing says what it looked at") {
  auto [filter, payload, says] = GENERATE(table<std::string, std::string, std::string>({
      {R"x({ type = "regex", pattern = "oil=([0-9]+)" })x", "water=1",
       "the pattern matches nowhere in the text"},
      {R"({ type = "regex", pattern = "[0-9]+", match_index = 2 })", "1 and 2",
       "the pattern matches 2 times, so there is no match_index 2: the first one is 0"},
      {R"({ type = "regex", pattern = "oil", match_group = 1 })", "oil",
       "the pattern matches once, but there is no group 1 in that match: 0 is the whole of it"},
      {R"({ type = "substring", begin_index = 5, end_index = 9 })", "abc",
       "the indexes lead out of a text of 3 bytes"},
      {R"({ type = "math_expression", expression = "x + 1" })", "warm", "\"warm\" is no number"},
      {R"({ type = "topic", level = 7 })", "1", "the topic has 3 levels, counted from 0"},
  }));
  INFO(filter);
  auto found = linked_attribute{"type = \"number\"", filters(filter)}.explain(payload);
  CHECK(found.outcome == inbound::filtered_missed);
  CHECK(found.cause == says);
}

TEST_CASE("an expression that fails says why, where its value is a number") {
  auto says = [](const char* payload) {
    linked_attribute link{
        "type = \"number\"", filters(R"({ type = "math_expression", expression = "1/x" })")};
    return link.explain(payload).cause;
  };
  CHECK_THAT(says("0"), Contains("division by zero"));
  CHECK(says("warm") == "\"warm\" is no number");
}

TEST_CASE("a path to several places says what its array holds, and why if that is nothing") {
  auto [expression, says] = GENERATE(table<std::string, std::string>({
      {"$..tmp", "no object in it has a member \"tmp\"; did you mean \"temp\"?"},
      {"$.list[*].width", "no object in it has a member \"width\""},
      {"$.list[?(@.kk == 'a')].v", "no object in it has a member \"kk\"; did you mean \"k\"?"},
      {"$.list[?(@.k == 'z')].v",
       "nothing stands where the path leads, or meets its conditions, so the array is empty"},
      {"$.list[*].temp", "each null stands for something that is not there"},
      {"$..temp", "the path may lead to several places and so gives an array, even of one value; "
                  "return_first = true takes its first"},
  }));
  INFO(expression);
  auto found = linked_attribute{"type = \"JSON\"", path(expression)}.explain(
      R"({"oil":{"temp":61.5},"list":[{"k":"a","v":1}]})");
  CHECK(found.outcome == inbound::stored);
  CHECK(found.steps.at(1).note == says);
}

TEST_CASE("a regular expression that finds something says how often it matches") {
  auto says = [](const char* payload) {
    linked_attribute link{
        "type = \"number\"", filters(R"({ type = "regex", pattern = "[0-9]+" })")};
    return link.explain(payload).steps.at(1).note;
  };
  CHECK(says("oil 5") == "the pattern matches once");
  CHECK(says("oil 5 of 9, 3") == "the pattern matches 3 times");
  CHECK(says(std::string(100, '5').replace(1, 1, " ").c_str()) == "the pattern matches 2 times");
}

TEST_CASE("bytes that are not there say how many there are") {
  linked_attribute link{
      "type = \"integer\"",
      "agent_link.payload = \"bytes\"\n" + filters(R"({ type = "bytes", offset = 4, width = 2 })")};
  auto found = link.explain({"\x01\xff\0", 3});
  CHECK(found.steps[0].what == "3 bytes, as they are");
  CHECK(found.steps[0].value == "01ff00");
  CHECK(found.cause == "the payload has only 3 bytes");
}

TEST_CASE("a message match tells what it asked and what it saw") {
  linked_attribute link{"type = \"number\"", R"(
agent_link.message_match_filters = [{ type = "json_path", path = "$.kind" }]
agent_link.message_match_predicate = { type = "string", value = "oil" }
agent_link.json_path = "$.v")"};
  auto taken = link.explain(R"({"kind":"oil","v":1})");
  REQUIRE(taken.steps.size() == 5);
  CHECK(taken.steps[1].name == "message_match_filters[0]");
  CHECK(taken.steps[2].name == "message_match_predicate");
  CHECK(taken.steps[2].what == "is equal to \"oil\"");
  CHECK(taken.steps[2].value == "\"oil\"");
  CHECK(taken.steps[2].note == "yes: the link takes the message");
  CHECK(taken.outcome == inbound::stored);
  auto passed = link.explain(R"({"kind":"water","v":1})");
  CHECK(passed.outcome == inbound::filtered_no_match);
  CHECK(passed.cause == "no: the link passes the message over");
  CHECK(passed.steps.back().value == "\"water\"");
  CHECK(link.explain(" ").cause == "the payload is blank, which no message match takes");
}

TEST_CASE("a converter tells which key it looks up and which it has") {
  linked_attribute link{
      "type = \"boolean\"",
      "agent_link.value_converter = { OPEN = true, Shut = false, GONE = \"@IGNORE\" }"};
  auto found = link.explain("open");
  CHECK(found.steps[1].what == "entries \"OPEN\", \"Shut\", \"GONE\"");
  CHECK(found.steps[1].value == "true");
  CHECK(found.steps[1].note == "it looks up \"OPEN\"");
  CHECK(found.outcome == inbound::stored);
  CHECK(link.explain("ajar").outcome == inbound::filtered_ignored);
  CHECK(
      link.explain("ajar").cause
      == "it looks up \"AJAR\", which has no entry, and there is no \"*\": the message is dropped");
  CHECK(
      link.explain("shut").cause
      == "it looks up \"SHUT\", which has no entry, and there is no \"*\": the message is dropped; "
         "write the entry \"Shut\" as \"SHUT\", for keys are looked up so");
  CHECK(
      link.explain("gone").cause
      == "it looks up \"GONE\", and that entry says @IGNORE: the message is dropped");
}

TEST_CASE("what fits neither the type nor a constraint says which, and keeps the value") {
  linked_attribute link{"type = \"number\"\nmax = 90", path("$.t")};
  auto misfit = link.explain(R"({"t":"warm"})");
  CHECK(misfit.outcome == inbound::rejected_coercion);
  CHECK_THAT(misfit.cause, Contains("does not fit type number"));
  CHECK(misfit.steps.back().name == "type");
  auto broken = link.explain(R"({"t":91})");
  CHECK(broken.outcome == inbound::rejected_constraint);
  CHECK(broken.cause == "x must be at most 90.0");
  CHECK(broken.sentence == "attribute x of asset press keeps its last value");
  auto list = linked_attribute{"type = \"number\"", path("$..t")}.explain(R"({"t":1})");
  CHECK(list.outcome == inbound::rejected_coercion);
  CHECK_THAT(list.steps[1].note, Contains("gives an array") && Contains("return_first"));
  linked_attribute port{"type = \"TCP_IPPortNumber\"", path("$.t")};
  CHECK(port.explain(R"({"t":0})").steps.back().what == "of the type");
}

TEST_CASE("a miss that makes an attribute null says why it does") {
  linked_attribute link{"type = \"number\"", path("$.t") + "\nagent_link.on_miss = \"null\""};
  auto found = link.explain(R"({"u":1})");
  CHECK(found.outcome == inbound::stored);
  CHECK(found.sentence == "attribute x of asset press becomes null");
  CHECK_THAT(found.cause, Contains("it has no member \"t\""));
}

TEST_CASE("an explanation stays short, whatever the payload") {
  std::string wide = "{";
  for (auto i = 0; i < 100'000; ++i)
    wide += "\"member" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  wide += "\"last\":\"" + std::string(1'000'000, 'x') + "\"}";
  auto deep = std::string(900, '[') + std::string(900, ']');
  auto long_name = "{\"" + std::string(1'000'000, 'n') + "\":{\"t\":1}}";
  auto text = "\"" + std::string(5'000'000, 't') + "\"";
  auto broken = std::string(1'000'000, ' ') + "\x01\xc3\xa9";
  auto payload = GENERATE_COPY(values({wide, deep, long_name, text, broken, std::string(5, '\0')}));
  auto filter = GENERATE(
      path("$.t"), path("$..*"), path("$.last"), filters(R"({ type = "regex", pattern = "t" })"),
      std::string{"agent_link.value_converter = { A = 1 }"});
  auto found = linked_attribute{"type = \"number\"", filter}.explain(payload);
  auto size = found.sentence.size() + found.cause.size();
  for (auto& x : found.steps) {
    size += x.name.size() + x.what.size() + x.value.size() + x.note.size();
    CHECK(valid_utf8(x.value));
    CHECK(valid_utf8(x.note));
  }
  CHECK(size < 6'000);
}

TEST_CASE("a pipeline ends in the same way with and without someone who listens", "[fuzz]") {
  const std::vector<std::string> links{
      path("$.a.b"),
      path("$.a.b[1]"),
      path("$..b"),
      path("$.a[?(@.b > 1)].b"),
      path("$.t") + "\nagent_link.on_miss = \"null\"",
      filters(R"({ type = "json_path", path = "$.s" }, { type = "json_path", path = "$.t" })"),
      filters(R"({ type = "json_path", path = "$..b", return_first = true },
                 { type = "math_expression", expression = "10 / x" })"),
      filters(R"x({ type = "regex", pattern = "\"t\": *(-?[0-9.]+)", match_group = 1 })x"),
      filters(R"({ type = "substring", begin_index = 3, end_index = -2 })"),
      path("$.t")
          + "\nagent_link.value_converter = { TRUE = 1, 5 = \"@IGNORE\", \"*\" = \"@NEGATE\" }",
      path("$.t") + R"(
agent_link.message_match_filters = [{ type = "json_path", path = "$.a.b[0]" }]
agent_link.message_match_predicate = { type = "number", operator = "GREATER_THAN", value = 5 })",
  };
  std::vector<linked_attribute> all;
  for (auto type : {"number", "text", "boolean", "JSON"})
    for (auto& settings : links)
      all.emplace_back("type = \"" + std::string{type} + "\"", settings);
  test::fuzzer fuzz{20'000, "payload"};
  auto stored = 0;
  while (fuzz.next()) {
    auto& link = fuzz.one_of(all);
    auto payload = fuzz.text();
    payload_view alone{"hall/press/7", payload};
    auto plain = link.pipeline->run(alone, now_ms);
    auto told = link.explain(payload);
    auto same = told.outcome == ending_of(plain.verdict) && told.content == plain.content;
    fuzz.check(same && (told.outcome == inbound::stored || !told.cause.empty()), payload);
    stored += told.outcome == inbound::stored;
  }
  CHECK(stored > fuzz.rounds() / 20);
}

TEST_CASE("a value's own time is a step, and a time that cannot be right is told") {
  linked_attribute link{
      "type = \"number\"", path("$.t")
                               + "\nagent_link.timestamp = { path = \"$.ts\", format = "
                                 "\"epoch_ms\" }"};
  auto timed = link.explain(R"({"t":1,"ts":1749999999000})");
  CHECK(timed.outcome == inbound::stored);
  CHECK(timed.steps.back().name == "timestamp");
  CHECK(timed.steps.back().what == "path $.ts, format epoch_ms");
  CHECK_THAT(timed.steps.back().value, Contains("2025-06-15T15:06:39"));
  CHECK(timed.steps.back().note.empty());
  auto ahead = link.explain(R"({"t":1,"ts":1750003600000})");
  CHECK(ahead.outcome == inbound::stored);
  CHECK(ahead.steps.back().value.empty());
  CHECK_THAT(
      ahead.steps.back().note,
      Contains("more than 5 minutes ahead") && Contains("gets the time of receipt"));
}
