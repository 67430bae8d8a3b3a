#include "tests/support/catch.hpp"

#include "runtime/cli/case_report.hpp"
#include "runtime/link_cases/link_cases.hpp"
#include "tests/support/temp_folder.hpp"

using namespace troupe;

namespace {

constexpr int64_t now = 1'700'000'000'000;

case_report run(const std::string& text) { return run_cases("cases.json", text, now); }

bool passes(const std::string& test) {
  auto report = run("[" + test + "]");
  INFO(cli::failures_text(report) << cli::broken_line(report));
  REQUIRE(report.passed + report.failed == 1);
  REQUIRE_FALSE(report.broken);
  return report.passed == 1;
}

/// What is said about a case that fails.
std::string got(const std::string& test) {
  auto report = run("[" + test + "]");
  REQUIRE(report.failures.size() == 1);
  return report.failures[0].got;
}

std::string inbound(const std::string& payload, const std::string& outcome) {
  return R"({"attributeType":"number","link":{"valueFilters":[{"type":"jsonPath","path":"$.t"}]},)"
         + payload + R"(,"expect":{"outcome":)" + outcome + "}}";
}

} // namespace

TEST_CASE("a case of each kind is told by its members and passes") {
  for (
      auto test :
      {R"({"attributeType":"number","payload":"21.5","link":{},"expect":{"outcome":"value","value":21.5}})",
       R"({"attributeType":"text","payloadHex":"c3A9","link":{},"expect":{"outcome":"value","value":"é"}})",
       R"({"attributeType":"text","payloadParts":[["ab",2],["c",1]],"link":{},"expect":{"outcome":"value","valueParts":[["ababc",1]]}})",
       R"({"attributeType":"integer","payloads":["1","x"],"link":{},"expect":{"sequence":[{"outcome":"value","value":1},{"outcome":"ignored"}]}})",
       R"({"attributeType":"boolean","value":true,"link":{"writeValueConverter":{"TRUE":"ON"}},"expect":{"outcome":"publish","payload":"ON"}})",
       R"({"attributeType":"number","value":"warm","link":{},"expect":{"outcome":"rejected"}})",
       R"({"attributeType":"number","value":null,"link":{},"expect":{"outcome":"publish","payload":"","nullValue":true}})",
       R"({"attributeType":"number","value":2,"updateOnWrite":true,"link":{},"expect":{"outcome":"publish","payload":"2.0","attributeUpdate":{"outcome":"value","value":2}}})",
       R"({"attributeType":"number","value":2,"link":{"writeValue":"%TIME%"},"instant":"2024-03-05T06:07:08.000000009Z","expect":{"outcome":"publish","payload":"2024-03-05T06:07:08.000000009Z"}})",
       R"({"from":{"kind":"json","jsonText":"\"7\""},"to":"integer","expect":{"outcome":"value","value":7}})",
       R"({"from":{"kind":"text","text":"x"},"to":"integer","expect":{"outcome":"fail"}})",
       R"({"kind":"constraint","type":"text","literalValue":"x","expect":{"valid":true}})",
       R"({"predicate":{"predicateType":"datetime","value":"PT0S","operator":"LESS_THAN"},"value":{"kind":"text","text":"1699999999999"},"expect":{"matches":true}})",
       R"({"predicate":{"predicateType":"regex"},"value":{"kind":"null"},"expect":{"error":true}})",
       R"({"kind":"match","filter":"a/+","topic":"a/b","expect":{"matches":true}})",
       R"({"kind":"match","filter":"a/#/b","topic":"a/b","expect":{"matches":false}})",
       R"({"kind":"filter","filter":"a#","expect":{"valid":false}})",
       R"({"kind":"topicName","topic":"a","expect":{"valid":true}})",
       R"({"kind":"group","wildcardSubscriptionTopics":["a/#"],"linkTopics":["a/1","b#"],"expect":{"agentStarts":true,"links":[{"subscribes":"a/#","viaWildcard":true},{"linkError":true}]}})",
       R"({"kind":"group","wildcardSubscriptionTopics":["a"],"linkTopics":[],"expect":{"agentStarts":false}})",
       R"({"kind":"qos","direction":"publish","linkQos":7,"agentQos":1,"expect":{"qos":1}})"})
    CHECK(passes(test));
}

TEST_CASE("a case fails on another value, outcome, payload or number of links") {
  for (
      auto test :
      {R"({"attributeType":"number","payload":"21.5","link":{},"expect":{"outcome":"value","value":21.6}})",
       R"({"attributeType":"number","payload":"21.5","link":{},"expect":{"outcome":"value"}})",
       R"({"attributeType":"number","payload":"21.5","link":{},"expect":{"outcome":"ignored"}})",
       R"({"attributeType":"text","payload":"21.5","link":{},"expect":{"outcome":"value","value":21.5}})",
       R"({"attributeType":"integer","payloads":["1"],"link":{},"expect":{"sequence":[]}})",
       R"({"attributeType":"integer","payloads":["1","2"],"link":{},"expect":{"outcome":"value","value":1}})",
       R"({"attributeType":"boolean","value":true,"link":{},"expect":{"outcome":"publish","payload":"TRUE"}})",
       R"({"attributeType":"number","value":null,"link":{},"expect":{"outcome":"publish","payload":""}})",
       R"({"attributeType":"number","value":2,"link":{},"expect":{"outcome":"publish","payload":"2.0","attributeUpdate":{"outcome":"value","value":2}}})",
       R"({"kind":"group","wildcardSubscriptionTopics":[],"linkTopics":["a"],"expect":{"agentStarts":true,"links":[]}})",
       R"({"kind":"filter","filter":"a","expect":{"valid":"true"}})"})
    CHECK_FALSE(passes(test));
}

TEST_CASE("values are compared as the cases demand") {
  auto is = [](const std::string& payload, const std::string& type, const std::string& outcome) {
    return passes(
        R"({"attributeType":")" + type + R"(","payload":)" + payload
        + R"(,"link":{},"expect":{"outcome":"value",)" + outcome + "}}");
  };
  CHECK(is(R"("-0.0")", "number", R"("value":0)"));
  CHECK(is(R"("NaN")", "number", R"("value":"NaN")"));
  CHECK(is(R"("-1e999")", "number", R"("value":"-Infinity")"));
  CHECK(is(R"("9007199254740993")", "long", R"("value":9007199254740993)"));
  CHECK_FALSE(is(R"("9007199254740993")", "long", R"("value":9007199254740992)"));
  CHECK(is(R"("{\"a\":1,\"b\":[1,2.50]}")", "JSONObject", R"("value":{"b":[1.0,2.5],"a":1.0})"));
  CHECK_FALSE(is(R"("{\"a\":1}")", "JSONObject", R"("value":{"a":1,"b":2})"));
  CHECK(is(R"("[1,2,3]")", "JSON", R"("valueCount":3,"valueFirst":1,"valueLast":3)"));
  CHECK_FALSE(is(R"("[1,2,3]")", "JSON", R"("valueCount":3,"valueFirst":1,"valueLast":2)"));
  CHECK_FALSE(is(R"("[1,2,3]")", "JSON", R"("valueCount":2)"));
}

TEST_CASE("which outcome passes depends on what became of the quirk") {
  auto with = [](const std::string& payload, const std::string& quirk) {
    return R"({"attributeType":"text","payload":")" + payload
           + R"(","link":{},"expect":{"outcome":"value","value":"expect"},"quirk":")" + quirk
           + R"(","fixed":{"outcome":"value","value":"fixed"}})";
  };
  struct row {
    const char* quirk;
    bool expect;
    bool fixed;
  };
  for (auto& x : std::vector<row>{
           {"Q03", false, true},
           {"Q05", false, true},
           {"Q08", true, true},
           {"Q02", false, true},
           {"Q18", true, false},
           {"Q99", true, false}}) {
    INFO(x.quirk);
    CHECK(passes(with("expect", x.quirk)) == x.expect);
    CHECK(passes(with("fixed", x.quirk)) == x.fixed);
    CHECK_FALSE(passes(with("other", x.quirk)));
  }
  CHECK(passes(R"({"attributeType":"number","value":null,"quirk":"Q02",
      "link":{"writeValueConverter":{"*":"@NEGATE"}},"expect":{"outcome":"error"},
      "fixed":{"outcome":"publish","payload":"","nullValue":true}})"));
}

TEST_CASE("a link in a case sets null on a miss unless it says otherwise") {
  CHECK(passes(inbound(R"("payload":"{}")", R"("null")")));
  CHECK(passes(R"({"attributeType":"number","payload":"{}","link":{"onMiss":"keep",
      "valueFilters":[{"type":"jsonPath","path":"$.a.b"}]},"expect":{"outcome":"ignored"}})"));
  CHECK(passes(R"({"attributeType":"number","payload":"{}","link":{
      "valueFilters":[{"type":"jsonPath","path":"$.a.b"}]},"expect":{"outcome":"error"}})"));
}

TEST_CASE("a link that OpenRemote could not read fails with every message and write") {
  for (auto link :
       {R"({"valueFilters":[{"type":"unheard"}]})", R"({"valueFilters":[5]})",
        R"({"valueFilters":{}})",
        R"({"messageMatchPredicate":{"predicateType":"string","match":"REGEX"}})",
        R"({"messageMatchPredicate":"string"})", R"({"valueConverter":[]})", R"({"qos":"high"})",
        R"({"updateOnWrite":"maybe"})", R"({"onMiss":"forget"})"}) {
    INFO(link);
    CHECK(passes(
        R"({"attributeType":"text","payload":"x","link":)" + std::string{link}
        + R"(,"expect":{"outcome":"error"}})"));
    CHECK(passes(
        R"({"attributeType":"text","value":"x","link":)" + std::string{link}
        + R"(,"expect":{"outcome":"error"}})"));
  }
}

TEST_CASE("a case that cannot be run fails with the reason") {
  struct row {
    const char* test;
    const char* got;
  };
  for (auto& x : std::vector<row>{
           {"5", "not run: the case is no JSON object"},
           {"{}", "not run: there is no outcome in expect"},
           {R"({"expect":5})", "not run: there is no outcome in expect"},
           {R"({"expect":{}})",
            "not run: it is no known kind of case: there is no payload, value, from, predicate or "
            "known kind"},
           {R"({"expect":{},"payload":"x"})", "not run: link is missing"},
           {R"({"expect":{},"payload":"x","link":{}})",
            "not run: attributeType is no known attribute type, "},
           {R"({"expect":{},"payload":"x","link":5})", "not run: link is no object"},
           {R"({"expect":{},"payload":5,"link":{},"attributeType":"text"})",
            "not run: payload is no text"},
           {R"({"expect":{},"payloadHex":"abc","link":{},"attributeType":"text"})",
            "not run: payloadHex: expected two hexadecimal digits for each byte"},
           {R"({"expect":{},"payloadParts":[["x",999999999]],"link":{},"attributeType":"text"})",
            "not run: payloadParts: expected an array of [text, times], at most 256 MiB in all"},
           {R"({"expect":{},"payload":"x","now":1.5,"link":{}})",
            "not run: now is no integer of 64 bits"},
           {R"({"expect":{},"value":1,"link":{},"attributeType":"text","instant":"noon"})",
            "not run: instant: expected a time such as 2024-03-05T06:07:08.009Z"},
           {R"({"expect":{},"from":{"kind":"xml"},"to":"text"})",
            "not run: from.kind: expected text, json, literal or null"},
           {R"({"expect":{},"from":{"kind":"json","jsonText":"{"},"to":"text"})",
            "not run: from.jsonText is no JSON: incomplete JSON at byte 2"},
           {R"({"expect":{},"predicate":{},"value":{"kind":"text"}})",
            "not run: value.text is missing"},
           {R"({"expect":{},"kind":"qos"})", "not run: direction is neither subscribe nor publish"},
           {R"({"expect":{},"kind":"match","filter":"a"})", "not run: topic is missing"},
       }) {
    INFO(x.test);
    CHECK(got(x.test) == x.got);
  }
}

TEST_CASE("a failed case is told with its place, what was expected and what came") {
  auto report =
      run("[\n" + inbound(R"("id":"a","payload":"{\"t\":1}")", R"("value","value":1)") + ",\n\n"
          + inbound(R"("id":"b","why":"two","payload":"{\"t\":\"x\"}")", R"("null")") + ", 5]");
  CHECK(report.passed == 1);
  CHECK(
      cli::failures_text(report)
      == "cases.json:4: b: two\n"
         "  expected  {\"outcome\":\"null\"}\n"
         "  got       {\"outcome\":\"ignored\"}: the value does not fit type number: the text "
         "cannot be read as one\n\n"
         "cases.json: case 3\n"
         "  got       not run: the case is no JSON object\n\n");
  CHECK(cli::totals_line({report, report}) == "2 passed, 4 failed\n");
  CHECK_FALSE(cli::all_passed({report}));
  CHECK(
      cli::reports_json({run("[5]"), run("{")})
      == R"({"passed":0,"failed":2,"failures":[{"file":"cases.json","line":0,"id":"case 1","why":"","expected":"","got":"not run: the case is no JSON object"}],"warnings":[],"errors":[{"file":"cases.json","line":1,"column":2,"text":"expected a JSON array of cases: incomplete JSON at byte 2"}]})");
}

TEST_CASE("a misspelt member of a link is told, though OpenRemote passes over it") {
  auto report = run(
      R"([{"id":"a","payload":"5","attributeType":"number","link":{"valueFilter":[]},"expect":{"outcome":"value","value":5}}])");
  CHECK(report.passed == 1);
  CHECK(
      cli::doubts_text(report)
      == "cases.json:1: a: warning: link: there is no member \"valueFilter\", so it is passed "
         "over; "
         "did "
         "you mean \"valueFilters\"?\n");
}

TEST_CASE("what a case shows can neither drive the terminal nor fill the screen") {
  auto report = run(
      R"([{"id":"\u001b[2J","attributeType":"text","payloadParts":[["é",9999]],"link":{},"expect":{"outcome":"null"}}])");
  auto text = cli::failures_text(report);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.size() < 1'000);
  CHECK(text.find("(20000 bytes)") != std::string::npos);
}

TEST_CASE("a file that is no case file is told with line and column") {
  CHECK(
      cli::broken_line(run("[\n{},\n{\"a\" 1}]"))
      == "cases.json:3:6: error: expected a JSON array of cases: syntax error at byte 12\n");
  CHECK(cli::broken_line(run("{}")) == "cases.json:1:1: error: expected a JSON array of cases\n");
  CHECK(cli::broken_line(run("[\"\xFF\"]")) == "cases.json: error: is not UTF-8\n");
  CHECK(cli::broken_line(run("[]")).empty());
  CHECK(cli::all_passed({run("[]")}));
  CHECK(
      cli::broken_line(run_case_file("/nonexistent/x.json", now))
      == "/nonexistent/x.json: error: cannot be read: No such file or directory\n");
  CHECK(run_case_file("/", now).broken);
  CHECK(run_case_file("/dev/zero", now).broken->text == "is larger than 256 MiB");
}

TEST_CASE("of a file with very many failures the first are told and the rest are counted") {
  std::string text = "[0";
  for (auto i = 0; i < 10'004; ++i)
    text += ",0";
  auto report = run(text + "]");
  CHECK(report.failed == 10'005);
  CHECK(report.failures.size() == 10'000);
  CHECK(cli::failures_text(report).ends_with("cases.json: 5 more failed\n\n"));
}
