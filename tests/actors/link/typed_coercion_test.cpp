#include "tests/support/catch.hpp"

#include "actors/link/coercion.hpp"
#include "schemas/errors.hpp"

#include <limits>

using namespace troupe;

namespace {

/// The value as JSON, or "misfit".
std::string shown(const caf::expected<value>& x) {
  if (!x) {
    CHECK(is(x.error(), errc::value_invalid));
    return "misfit";
  }
  return to_json(*x);
}

std::string from_json(std::string_view source, value_type to) {
  json_document document;
  REQUIRE(document.parse(source));
  return shown(coerce_json(document.root(), to));
}

value_type named(const std::string& name) {
  auto type = value_type_of(name);
  REQUIRE(type);
  return *type;
}

using typed = troupe::value; // Catch has a `value` too, within GENERATE

} // namespace

TEST_CASE("a raw text becomes a value of any of OpenRemote's types, or a misfit") {
  auto [source, to, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"127", "byte", "127"},
      {"200", "byte", "-56"},
      {"256", "byte", "misfit"},
      {"-129", "byte", "misfit"},
      {"12.9", "byte", "12"},
      {"\"7\"", "byte", "7"},
      {"true", "byte", "misfit"},
      {"-5", "positiveInteger", "-5"},
      {"361", "direction", "361"},
      {" +0099999999999999999999 ", "bigInteger", "99999999999999999999"},
      {"12.9e1", "bigInteger", "129"},
      {"\"12\"", "bigInteger", "12"},
      {"\"12.5\"", "bigInteger", "misfit"},
      {".5", "bigInteger", "misfit"},
      {"\"\"", "bigInteger", "misfit"},
      {"null", "bigInteger", "misfit"},
      {"true", "bigInteger", "misfit"},
      {"1e1000", "bigInteger", "misfit"},
      {"." + std::string(999, '5'), "bigNumber", "misfit"}, // one digit more when written
      {".50", "bigNumber", "0.50"},
      {"1e3", "bigNumber", "1E+3"},
      {"\"1.10\"", "bigNumber", "1.10"},
      {"", "bigNumber", "misfit"},
      {"[1]", "bigNumber", "misfit"},
      {"2024-01-02", "timestamp", "misfit"},
      {"soon", "timestampISO8601", "\"soon\""},
      {" 2024-01-02T03:04:05.678+0200 ", "dateAndTime", "1704157445678"},
      {"\"2024-01-02\"", "dateAndTime", "1704153600000"},
      {"-1", "dateAndTime", "-1"},
      {"1.0", "dateAndTime", "misfit"},
      {"null", "dateAndTime", "misfit"},
      {"PT1M", "timeDurationISO8601", "60000"},
      {"\"PT1M\"", "timeDurationISO8601", "60000"},
      {"1500", "timeDurationISO8601", "1500"},
      {"-1.5", "timeDurationISO8601", "-1500"},
      {"1.005", "timeDurationISO8601", "1005"},
      {"1e30", "timeDurationISO8601", "misfit"},
      {"P1W", "periodDurationISO8601", "\"P7D\""},
      {"5", "periodDurationISO8601", "misfit"},
      {"P1DT90M", "timeAndPeriodDurationISO8601", "\"P1DT1H30M\""},
      {"0a0B0c", "colourRGB", "\"#0A0B0C\""},
      {"000000", "colourRGB", "\"#000000\""},
      {"\"#ff8000\"", "colourRGB", "\"#FF8000\""},
      {"[1,\"2\",3.9]", "colourRGB", "\"#010203\""},
      {"[1,2]", "colourRGB", "misfit"},
      {"[1,2,3,4]", "colourRGB", "misfit"},
      {"[1,2,256]", "colourRGB", "misfit"},
      {"[1,2,null]", "colourRGB", "misfit"},
      {"{\"r\":1,\"g\":2}", "colourRGB", "misfit"},
      {"##FF8000", "colourRGB", "misfit"},
      {" #FF8000", "colourRGB", "misfit"},
      {"{\"type\":\"Point\",\"coordinates\":[-200,95,7]}", "GEO_JSONPoint",
       "{\"coordinates\":[-180.0,90.0,7.0],\"type\":\"Point\"}"},
      {"{\"type\":\"point\",\"coordinates\":[1,2]}", "GEO_JSONPoint", "misfit"},
      {"{\"coordinates\":[1,2]}", "GEO_JSONPoint", "misfit"},
      {"{\"type\":\"Point\",\"coordinates\":[1]}", "GEO_JSONPoint", "misfit"},
      {"{\"type\":\"Point\",\"coordinates\":[1,2,3,4]}", "GEO_JSONPoint", "misfit"},
      {"{\"type\":\"Point\",\"coordinates\":[1,\"x\"]}", "GEO_JSONPoint", "misfit"},
      {"{\"type\":\"Point\",\"coordinates\":[1,\"NaN\"]}", "GEO_JSONPoint", "misfit"},
      {" request_start ", "executionStatus", "\"REQUEST_START\""},
      {"3", "executionStatus", "\"READY\""},
      {"\"6\"", "executionStatus", "\"CANCELLED\""},
      {"7", "executionStatus", "misfit"},
      {"-1", "executionStatus", "misfit"},
      {"", "executionStatus", "misfit"},
      {"1.0", "executionStatus", "misfit"},
      {"Connected", "connectionStatus", "\"CONNECTED\""},
      {"7", "connectionStatus", "\"STOPPED\""},
  }));
  INFO(source << " to " << to);
  CHECK(shown(coerce_text(source, named(to))) == expected);
}

TEST_CASE("arrays and maps take what fits their elements, all or nothing") {
  auto [source, to, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"[]", "number[]", "[]"},
      {" [1, \"2.5\", null, \"NaN\", \"\", \"null\"] ", "number[]",
       "[1.0,2.5,null,\"NaN\",null,null]"},
      {"[1,true]", "number[]", "misfit"},
      {"[[1]]", "number[]", "misfit"},
      {"\"[1]\"", "number[]", "misfit"},
      {"null", "number[]", "misfit"},
      {"{}", "number[]", "misfit"},
      {"[1.9,\"7\"]", "integer[]", "[1,7]"},
      {"[\"1.9\"]", "integer[]", "misfit"},
      {"[2147483648]", "integer[]", "misfit"},
      {"[true,0,\"False\"]", "boolean[]", "[true,false,false]"},
      {"[\"on\"]", "boolean[]", "misfit"},
      {"[1.50,\"a\",true,null,\"\"]", "text[]", "[\"1.50\",\"a\",\"true\",null,\"\"]"},
      {"[[1],[],null]", "integer[][]", "[[1],[],null]"},
      {"[1]", "integer[][]", "misfit"},
      {"[1.10,\"2\"]", "bigNumber[]", "[1.10,2]"},
      {"[\"2024-01-02\",5]", "dateAndTime[]", "[1704153600000,5]"},
      {"[\"#010203\",[1,2,3]]", "colourRGB[]", "[\"#010203\",\"#010203\"]"},
      {"[\"ready\",1]", "executionStatus[]", "[\"READY\",\"REQUEST_REPEATING\"]"},
      {"[{\"a\":1}]", "JSONObject[]", "[{\"a\":1}]"},
      {"[1]", "JSONObject[]", "misfit"},
      {"[1,\"x\",{\"a\":[null]}]", "JSON[]", "[1,\"x\",{\"a\":[null]}]"},
      {"{\"a\":1,\"b\":\"2.5\",\"a\":3,\"c\":null}", "numberMap",
       "{\"a\":3.0,\"b\":2.5,\"c\":null}"},
      {"{\"a\":[]}", "numberMap", "misfit"},
      {"[1]", "numberMap", "misfit"},
      {"{\"a\":1.5}", "integerMap", "{\"a\":1}"},
      {"{\"a\":0}", "booleanMap", "{\"a\":false}"},
      {"{\"\\\"\":1.0}", "textMap", "{\"\\\"\":\"1.0\"}"},
      {"{\"a\":{}}", "textMap", "misfit"},
      {"{\"a\":[\"x\",1],\"b\":null}", "multivaluedTextMap", "{\"a\":[\"x\",\"1\"],\"b\":null}"},
      {"{\"a\":\"x\"}", "multivaluedTextMap", "misfit"},
  }));
  INFO(source << " to " << to);
  CHECK(shown(coerce_text(source, named(to))) == expected);
}

TEST_CASE("a JSON value becomes a value of any of OpenRemote's types, or a misfit") {
  auto [source, to, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"255", "byte", "-1"},
      {"\"12\"", "byte", "12"},
      {"\"1.5\"", "byte", "misfit"},
      {"true", "byte", "misfit"},
      {"null", "byte", "misfit"},
      {"true", "direction", "1"},
      {"null", "direction", "null"},
      {"18446744073709551616", "bigInteger", "18446744073709551616"},
      {"1e30", "bigInteger", "1000000000000000000000000000000"},
      {"\"5\"", "bigInteger", "misfit"},
      {"true", "bigInteger", "misfit"},
      {"null", "bigInteger", "null"},
      {"1.10", "bigNumber", "1.1"},
      {"1e2", "bigNumber", "100.0"},
      {"1e400", "bigNumber", "misfit"},
      {"5", "bigNumber", "5"},
      {"\"5\"", "bigNumber", "misfit"},
      {"null", "email", "null"},
      {"[1]", "email", "\"[1]\""},
      {"\"2024-01-02\"", "dateAndTime", "1704153600000"},
      {"true", "dateAndTime", "misfit"},
      {"9223372036854775808", "dateAndTime", "misfit"},
      {"\"PT1S\"", "timeDurationISO8601", "1000"},
      {"0.25", "timeDurationISO8601", "250"},
      {"null", "timeDurationISO8601", "misfit"},
      {"{\"r\":1,\"g\":2,\"b\":3}", "colourRGB", "\"#010203\""},
      {"5", "colourRGB", "misfit"},
      {"null", "colourRGB", "misfit"},
      {"3", "executionStatus", "\"READY\""},
      {"true", "executionStatus", "misfit"},
      {"[1.50,1e2]", "text[]", "[\"1.5\",\"100.0\"]"},
      {"\"[1]\"", "number[]", "misfit"},
      {"{\"a\":\"x\"}", "textMap", "{\"a\":\"x\"}"},
      {"null", "textMap", "misfit"},
  }));
  INFO(source << " to " << to);
  CHECK(from_json(source, named(to)) == expected);
}

TEST_CASE("a typed value becomes a value of any of OpenRemote's types, or a misfit") {
  auto [source, to, expected] = GENERATE(table<typed, std::string, std::string>({
      {typed{true}, "bigInteger", "misfit"},
      {typed{true}, "colourRGB", "misfit"},
      {typed{true}, "number[]", "misfit"},
      {typed{int64_t{200}}, "byte", "-56"},
      {typed{int64_t{-56}}, "byte", "-56"},
      {typed{int64_t{256}}, "byte", "misfit"},
      {typed{int64_t{5}}, "bigNumber", "5"},
      {typed{int64_t{5}}, "dateAndTime", "5"},
      {typed{int64_t{5}}, "timeDurationISO8601", "5"},
      {typed{int64_t{5}}, "executionStatus", "\"RUNNING\""},
      {typed{int64_t{5}}, "text[]", "misfit"},
      {typed{1.1}, "bigNumber", "1.1"},
      {typed{-1.9}, "bigInteger", "-1"},
      {typed{-1.9}, "byte", "-1"},
      {typed{1.5}, "dateAndTime", "misfit"},
      {typed{1.5}, "executionStatus", "misfit"},
      {typed{std::numeric_limits<double>::quiet_NaN()}, "bigNumber", "misfit"},
      {typed{std::string{"1.10"}}, "bigNumber", "1.10"},
      {typed{std::string{"[1]"}}, "integer[]", "[1]"},
      {typed{json_text{"[1,2.5]"}}, "text[]", "[\"1\",\"2.5\"]"},
      {typed{json_text{"[1,2,3]"}}, "colourRGB", "\"#010203\""},
      {typed{json_text{"\"#010203\""}}, "colourRGB", "\"#010203\""},
      {typed{json_text{"\"#010203\""}}, "text", "\"#010203\""},
      {typed{json_text{"\"READY\""}}, "executionStatus", "\"READY\""},
      {typed{json_text{"1.10"}}, "bigNumber", "1.10"},
      {typed{json_text{"1.10"}}, "number", "1.1"},
      {typed{}, "colourRGB", "null"},
  }));
  INFO(to_json(source) << " to " << to);
  CHECK(shown(coerce_native(source, named(to))) == expected);
}

TEST_CASE("a misfit of an element does not show it") {
  auto why = sentence(coerce_text("[\"hush\"]", named("number[]")).error());
  CHECK(why == "the value does not fit type number[]: one of its elements does not fit");
}
