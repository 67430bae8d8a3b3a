#include "tests/support/catch.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/pipeline.hpp"
#include "schemas/errors.hpp"

using namespace troupe;

namespace {

using typed = troupe::value; // Catch has a `value` too, within GENERATE

agent_link_settings with_path(std::string path, on_miss miss = on_miss::keep) {
  agent_link_settings x;
  x.value_filters = {json_path_filter{std::move(path), false, false, {}}};
  x.on_miss = miss;
  return x;
}

inbound_result receive(const agent_link_settings& link, value_type type, std::string_view payload) {
  auto pipeline = inbound_pipeline::compile(link, type);
  REQUIRE(pipeline);
  payload_view message{"t", payload};
  return (*pipeline)->run(message, 0);
}

verdict ends(const agent_link_settings& link, value_type type, std::string_view payload) {
  return receive(link, type, payload).verdict;
}

outbound_result send(const agent_link_settings& link, value_type type, const value& x) {
  auto pipeline = outbound_pipeline::compile(link, type);
  REQUIRE(pipeline);
  return (*pipeline)->run(x, 1'709'618'828'009);
}

agent_link_settings with_template(std::string text) {
  agent_link_settings x;
  x.write_value = std::move(text);
  return x;
}

} // namespace

TEST_CASE("on_miss decides what becomes of a value that is not there") {
  struct row {
    const char* path;
    const char* payload;
    verdict keep;
    verdict null;
  };
  auto x = GENERATE(values<row>({
      {"$.t", R"({"t":1})", verdict::value, verdict::value},
      {"$.t", R"({})", verdict::missed, verdict::null},
      {"$.t.u", R"({"t":{}})", verdict::missed, verdict::null},
      {"$.t.u", R"({})", verdict::missed, verdict::error},
      {"$.t.u", R"({"t":5})", verdict::missed, verdict::error},
      {"$.t[2]", R"({"t":[1,2]})", verdict::missed, verdict::null},
      {"$.t", R"({"t":null})", verdict::null, verdict::null},
      {"", R"({"t":1})", verdict::missed, verdict::null},
      {"$.t", "no json", verdict::error, verdict::error},
      {"$.t", "", verdict::error, verdict::error},
      {"$.t", R"({"t":"warm"})", verdict::misfit, verdict::misfit},
  }));
  INFO(x.path << " on " << x.payload);
  CHECK(ends(with_path(x.path, on_miss::keep), value_type::number, x.payload) == x.keep);
  CHECK(ends(with_path(x.path, on_miss::null), value_type::number, x.payload) == x.null);
}

TEST_CASE("null reaches an attribute of any type") {
  for (auto type : {value_type::boolean, value_type::json_object, value_type::json}) {
    CHECK(ends(with_path("$.t"), type, R"({"t":null})") == verdict::null);
    CHECK(ends(with_path("$.t", on_miss::null), type, "{}") == verdict::null);
  }
}

TEST_CASE("a converter sees misses, and may turn them into values") {
  auto link = with_path("$.a.b");
  link.converter = value_converter{{"NULL", {"\"none\""}}};
  CHECK(receive(link, value_type::text, "{}").content == value{std::string{"none"}});
  link.converter = value_converter{{"X", {"1"}}};
  CHECK(ends(link, value_type::text, "{}") == verdict::ignored);
  link.converter = value_converter{{"*", {"\"@NEGATE\""}}};
  CHECK(ends(link, value_type::number, "{}") == verdict::missed);
  CHECK(ends(link, value_type::number, R"({"a":{"b":null}})") == verdict::null);
  link.converter = value_converter{{"*", {"\"@NULL\""}}};
  CHECK(ends(link, value_type::text, "{}") == verdict::null);
}

TEST_CASE("the converter's * may ignore, set null and negate") {
  auto run = [](const char* entry, value_type type, const char* payload) {
    agent_link_settings link;
    link.converter = value_converter{{"*", {entry}}};
    return receive(link, type, payload);
  };
  CHECK(run("\"@ignore\"", value_type::text, "x").verdict == verdict::ignored);
  CHECK(run("\"@Null\"", value_type::text, "x").verdict == verdict::null);
  CHECK(run("\"@NEGATE\"", value_type::number, " 2.5 ").content == value{-2.5});
  CHECK(run("\"@NEGATE\"", value_type::integer, "7").content == value{int64_t{-7}});
  CHECK(run("\"@NEGATE\"", value_type::boolean, "false").content == value{true});
  CHECK(run("\"@NEGATE\"", value_type::number, "warm").verdict == verdict::misfit);
  CHECK(run("\"@negate\"", value_type::text, "5").content == value{std::string{"@negate"}});
}

TEST_CASE("converter keys meet texts in upper case, of any script") {
  agent_link_settings link;
  link.converter = value_converter{
      {"STRASSE", {"1"}}, {"ÄPFEL", {"2"}}, {"ΑΘΉΝΑ", {"3"}}, {"ﬃX", {"4"}}, {"FFIX", {"5"}}};
  auto number = [&](const char* payload) {
    return receive(link, value_type::integer, payload).content;
  };
  CHECK(number("straße") == value{int64_t{1}});
  CHECK(number("äpfel") == value{int64_t{2}});
  CHECK(number("αθήνα") == value{int64_t{3}});
  CHECK(number("ﬃx") == value{int64_t{5}});
}

TEST_CASE("several filters are applied one to the other's result") {
  agent_link_settings link;
  link.value_filters = {
      json_path_filter{"$.a", false, false, {}}, json_path_filter{"$.b", false, true, {}}};
  CHECK(receive(link, value_type::integer, R"({"a":{"b":[1,2]}})").content == value{int64_t{2}});
  CHECK(receive(link, value_type::integer, R"({"a":"{\"b\":3}"})").content == value{int64_t{3}});
  CHECK(ends(link, value_type::integer, R"({"a":{"b":[]}})") == verdict::missed);
  auto broken = receive(link, value_type::integer, R"({"a":"x"})");
  CHECK(broken.verdict == verdict::error);
  CHECK(broken.why == "value_filters[1] ($.b): the value is no JSON: syntax error at byte 1");
}

TEST_CASE("an error names the step and the cause, never the payload") {
  auto link = with_path("$.secret.x", on_miss::null);
  CHECK(
      receive(link, value_type::text, R"({"other":"hush"})").why
      == "value_filters[0] ($.secret.x): a step before the last is missing or of the wrong kind");
  CHECK(
      receive(link, value_type::text, "hush").why
      == "value_filters[0] ($.secret.x): the value is no JSON: syntax error at byte 1");
}

TEST_CASE("many links read one message's JSON") {
  auto first = inbound_pipeline::compile(with_path("$.a"), value_type::number);
  auto second = inbound_pipeline::compile(with_path("$.b"), value_type::text);
  REQUIRE((first && second));
  payload_view message{"t", "{\"a\":1,\"b\":\"\xFF\"}"};
  CHECK((*first)->run(message, 0).content == value{1.0});
  auto root = message.json();
  CHECK((*second)->run(message, 0).content == value{std::string{"\xEF\xBF\xBD"}});
  CHECK(message.json() == root);
}

TEST_CASE("messages may be looked at within one another") {
  auto pipeline = inbound_pipeline::compile(with_path("$.a"), value_type::number);
  REQUIRE(pipeline);
  payload_view outer{"t", R"({"a":1})"};
  CHECK((*pipeline)->run(outer, 0).content == value{1.0});
  {
    payload_view inner{"t", R"({"a":2})"};
    CHECK((*pipeline)->run(inner, 0).content == value{2.0});
  }
  CHECK((*pipeline)->run(outer, 0).content == value{1.0});
}

TEST_CASE("settings that are not understood are refused when a link is compiled") {
  auto path = inbound_pipeline::compile(with_path("$.a b"), value_type::text);
  REQUIRE_FALSE(path);
  CHECK(is(path.error(), errc::config_invalid));
  CHECK(sentence(path.error())
            .starts_with("value_filters[0]: the JSONPath $.a b is wrong at character 4: "));
  agent_link_settings link;
  link.write_converter = value_converter{{"A", {"{"}}};
  auto converter = outbound_pipeline::compile(link, value_type::text);
  REQUIRE_FALSE(converter);
  CHECK(sentence(converter.error())
            .starts_with("write_value_converter: the converter's entry A: the value is no JSON"));
}

TEST_CASE("what a path computes is a native value, and what it lacks is a miss") {
  auto [path, first, outcome, content] = GENERATE(table<std::string, bool, verdict, std::string>({
      {"$.l.max()", false, verdict::value, "\"9.0\""},
      {"$.l.length()", false, verdict::value, "\"3\""},
      {"$.t.concat()", false, verdict::value, "\"xy\""},
      {"$.l.keys()", false, verdict::missed, "null"},
      {"$.q.max()", false, verdict::missed, "null"},
      {"$.t.max()", false, verdict::error, "null"},
      {"$.o[*].v", true, verdict::missed, "null"},
      {"$.o[*].w", true, verdict::null, "null"},
      {"$.o[?(@.w == 7)]", true, verdict::missed, "null"},
      {"$.o[*].w", false, verdict::value, "\"[null,1]\""},
      {"$.o['v','w']", false, verdict::missed, "null"},
  }));
  auto link = with_path(path);
  std::get<json_path_filter>(link.value_filters.front()).return_first = first;
  auto pipeline = inbound_pipeline::compile(link, value_type::text);
  INFO(path);
  REQUIRE(pipeline);
  payload_view message{"t", R"({"l":[1,9,3],"t":["x","y"],"o":[{"w":null},{"w":1}]})"};
  auto got = (*pipeline)->run(message, 0);
  CHECK(got.verdict == outcome);
  CHECK(to_json(got.content) == content);
}

TEST_CASE("what stands in a write value is inserted as it is") {
  auto [text, type, content, payload] =
      GENERATE(table<std::string, value_type, typed, std::string>({
          {"a=%VALUE%", value_type::text, typed{std::string{R"($1 \n \\ $)"}}, R"(a=$1 \n \\ $)"},
          {"%VALUE%%TIME%", value_type::text, typed{std::string{"%TIME%"}},
           "%TIME%2024-03-05T06:07:08.009Z"},
          {"%VALUE%", value_type::json, typed{json_text{R"({"a":null,"b":"null"})"}},
           R"({"b":"null"})"},
          {"%VALUE%", value_type::number, typed{}, "null"},
          {"%TIME:EPOCH_SECONDS%/%TIME:EPOCH_MILLIS%", value_type::number, typed{1.0},
           "1709618828/1709618828009"},
          {"100%", value_type::number, typed{1.0}, "100%"},
          {"%VALUE:%", value_type::number, typed{1.0}, "%VALUE:%"},
          {"%VALUE", value_type::number, typed{1.0}, "%VALUE"},
          {"%TIME:abc", value_type::number, typed{1.0}, "%TIME:abc"},
          {"%TIMES%", value_type::number, typed{1.0}, "%TIMES%"},
          {"%%VALUE%%", value_type::integer, typed{int64_t{4}}, "%4%"},
      }));
  INFO(text);
  auto got = send(with_template(text), type, content);
  CHECK(got.kind == outbound_result::kind::publish);
  CHECK(got.payload == payload);
  CHECK(got.processed == value{payload});
}

TEST_CASE("formats are given the value by its type in Java") {
  struct row {
    value_type type;
    typed content;
    const char* format;
    const char* payload;
  };
  auto x = GENERATE(values<row>({
      {value_type::integer, int64_t{-1}, "%x", "ffffffff"},
      {value_type::long_, int64_t{-1}, "%x", "ffffffffffffffff"},
      {value_type::json, int64_t{-1}, "%x", "ffffffff"},
      {value_type::json, int64_t{-4'294'967'296}, "%x", "ffffffff00000000"},
      {value_type::json, json_text{"98765432109876543210"}, "%,d", "98,765,432,109,876,543,210"},
      {value_type::number, 5.0, "%05.1f", "005.0"},
      {value_type::number, 1e7, "%s", "1.0E7"},
      {value_type::boolean, true, "%S", "TRUE"},
      {value_type::text, std::string{"ab"}, "%4s|", "  ab|"},
      {value_type::json, json_text{R"({"a":1,"b":[2.5,null,"x"]})"}, "%s",
       "{a=1, b=[2.5, null, x]}"},
      {value_type::number, {}, "%.3f", "nul"},
  }));
  CHECK(
      send(with_template("%VALUE:" + std::string{x.format} + "%"), x.type, x.content).payload
      == x.payload);
}

TEST_CASE("formats are given what filters and the converter made of a value") {
  auto link = with_template("%VALUE:%03d%");
  link.write_value_filters = {json_path_filter{"$.a", false, false, {}}};
  CHECK(send(link, value_type::json, json_text{R"({"a":7})"}).payload == "007");
  CHECK(send(link, value_type::json, json_text{R"({"a":null})"}).payload == "null");
  auto wrong = send(link, value_type::json, json_text{R"({"a":7.5})"});
  CHECK(wrong.kind == outbound_result::kind::error);
  CHECK(
      wrong.why
      == "write_value: the placeholder %VALUE:%03d%: the format %03d does not fit a number, which "
         "is never an integer here");
  link = with_template("%VALUE:%x%");
  link.write_converter = value_converter{{"5", {"-1"}}};
  CHECK(send(link, value_type::long_, int64_t{5}).payload == "ffffffff");
}

TEST_CASE("update on write hands on the text with its placeholders replaced") {
  agent_link_settings link = with_template(R"({"t":"%VALUE:%.1f%"})");
  link.value_filters = {json_path_filter{"$.t", false, false, {}}};
  auto sent = send(link, value_type::number, 21.55);
  CHECK(sent.payload == R"({"t":"21.6"})");
  auto pipeline = inbound_pipeline::compile(link, value_type::number);
  REQUIRE(pipeline);
  CHECK((*pipeline)->run_written(sent.processed).content == typed{21.6});
}

TEST_CASE("times have as many fraction digits as they need") {
  using std::chrono::nanoseconds;
  auto [ns, text] = GENERATE(table<int64_t, std::string>({
      {0, "1970-01-01T00:00:00Z"},
      {1'709'618'828'000'000'000, "2024-03-05T06:07:08Z"},
      {1'709'618'828'120'000'000, "2024-03-05T06:07:08.120Z"},
      {1'709'618'828'000'001'000, "2024-03-05T06:07:08.000001Z"},
      {1'709'618'828'000'000'009, "2024-03-05T06:07:08.000000009Z"},
      {-1, "1969-12-31T23:59:59.999999999Z"},
  }));
  CHECK(to_iso_text(nanoseconds{ns}) == text);
}

TEST_CASE("a write whose filters find nothing is not sent, unless something else decides") {
  agent_link_settings link;
  link.write_value_filters = {json_path_filter{"$", true, false, {}}};
  auto none = value{json_text{"[]"}};
  CHECK(send(link, value_type::json, none).kind == outbound_result::kind::ignored);
  link.write_value = "v=%VALUE%";
  CHECK(send(link, value_type::json, none).payload == "v=null");
  link.write_value.clear();
  link.write_converter = value_converter{{"null", {"\"empty\""}}};
  CHECK(send(link, value_type::json, none).payload == "empty");
}

TEST_CASE("what a write filter takes out of a text is sent, and updates the attribute") {
  regex_filter digits;
  digits.pattern = "\\d+";
  auto filter = GENERATE_COPY(value_filter{digits}, value_filter{substring_filter{6, 8, {}}});
  agent_link_settings link;
  link.write_value_filters = {filter};
  auto got = send(link, value_type::text, std::string{"speed 55"});
  CHECK(got.kind == outbound_result::kind::publish);
  CHECK(got.payload == "55");
  CHECK(got.processed == typed{std::string{"55"}});
  link.write_value = "v=%VALUE%";
  CHECK(send(link, value_type::text, std::string{"speed 55"}).payload == "v=55");
  link.write_value.clear();
  link.write_value_filters = {substring_filter{0, 3, {}}};
  CHECK(send(link, value_type::execution_status, quote_word("READY")).payload == "REA");
}

TEST_CASE("arrays and objects of an attribute are no text to a write's filters and converter") {
  agent_link_settings link;
  link.write_converter = value_converter{{"[1,2]", {"\"json\""}}, {"null", {"\"none\""}}};
  CHECK(send(link, value_type::json, json_text{"[1,2]"}).payload == "none");
  regex_filter digits;
  digits.pattern = "\\d+";
  link.write_converter.reset();
  link.write_value_filters = {digits};
  auto object = send(link, value_type::json_object, json_text{"{\"a\":5}"});
  CHECK(object.kind == outbound_result::kind::ignored);
}

TEST_CASE("bytes are no blank text to a message match") {
  agent_link_settings link;
  link.payload = payload_form::bytes;
  link.value_filters = {bytes_filter{}};
  link.match_filters = {bytes_filter{}};
  number_predicate wanted;
  wanted.value = json_text{"255"};
  link.match_predicate = wanted;
  CHECK(ends(link, value_type::integer, "\xff\x01") == verdict::value);
  CHECK(ends(link, value_type::integer, "\x20\x20") == verdict::no_match);
  CHECK(ends(link, value_type::integer, "") == verdict::no_match);
}

TEST_CASE("a write that cannot be converted says why and sends nothing") {
  agent_link_settings link;
  link.write_converter = value_converter{{"*", {"\"@NEGATE\""}}};
  auto got = send(link, value_type::number, {});
  CHECK(got.kind == outbound_result::kind::error);
  CHECK(got.why == "the converter cannot negate null");
  CHECK(send(link, value_type::long_, int64_t{5}).payload == "-5.0");
}

TEST_CASE("words, colours, dates and maps are sent as OpenRemote sends them") {
  auto [type, json, payload] = GENERATE(table<std::string, std::string, std::string>({
      {"executionStatus", "\"request_start\"", "\"REQUEST_START\""},
      {"colourRGB", "[255,128,0]", "\"#FF8000\""},
      {"periodDurationISO8601", "\"P1W\"", "\"P7D\""},
      {"timeDurationISO8601", "\"PT1M\"", "60000"},
      {"dateAndTime", "\"2024-01-02T03:04:05.678Z\"", "1704164645678"},
      {"bigInteger", "123456789012345678901234567890", "123456789012345678901234567890"},
      {"bigNumber", "\"1.10\"", "1.10"},
      {"timestampISO8601", "\"2024-01-02T03:04:05Z\"", "2024-01-02T03:04:05Z"},
      {"text[]", "[\"a\",null]", "[\"a\",null]"},
      {"numberMap", "{\"a\":1,\"b\":null}", "{\"a\":1.0}"},
      {"GEO_JSONPoint", "{\"type\":\"Point\",\"coordinates\":[5,51]}",
       "{\"coordinates\":[5.0,51.0],\"type\":\"Point\"}"},
  }));
  INFO(type);
  auto known = value_type_of(type).value();
  auto written = parse_written(json, known);
  REQUIRE(written);
  auto sent = send({}, known, *written);
  CHECK(sent.payload == payload);
  auto again = inbound_pipeline::compile({}, known).value()->run_written(sent.processed);
  CHECK(again.content == *written);
}

TEST_CASE("a converter knows a word without its quotes, and negates long numbers") {
  agent_link_settings link;
  link.write_converter = value_converter{{"REQUEST_START", {"\"go\""}}};
  CHECK(send(link, value_type::execution_status, quote_word("REQUEST_START")).payload == "go");
  link.write_converter = value_converter{{"*", {"\"@NEGATE\""}}};
  CHECK(send(link, value_type::big_number, json_text{"1.10"}).payload == "-1.1");
  link.converter = value_converter{{"*", {"\"@NEGATE\""}}};
  CHECK(receive(link, value_type::positive_number, "-2").content == typed{2.0});
}

TEST_CASE("what was written goes in again from the value filters on") {
  auto link = with_path("$.a");
  auto pipeline = inbound_pipeline::compile(link, value_type::integer);
  REQUIRE(pipeline);
  CHECK((*pipeline)->run_written(json_text{R"({"a":5})"}).content == value{int64_t{5}});
  CHECK((*pipeline)->run_written(std::string{R"({"a":6})"}).content == value{int64_t{6}});
  CHECK((*pipeline)->run_written(std::string{"{}"}).verdict == verdict::missed);
  CHECK((*pipeline)->run_written({}).verdict == verdict::null);
}
