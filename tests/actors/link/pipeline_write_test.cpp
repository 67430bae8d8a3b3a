#include "tests/actors/link/pipeline_support.hpp"

#include "actors/link/coercion.hpp"

using namespace troupe;
using namespace troupe::test;

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
