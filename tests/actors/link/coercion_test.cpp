#include "tests/support/catch.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/errors.hpp"

#include <limits>

using namespace troupe;

namespace {

constexpr auto boolean = value_type::boolean;
constexpr auto integer = value_type::integer;
constexpr auto long_ = value_type::long_;
constexpr auto number = value_type::number;
constexpr auto text = value_type::text;
constexpr auto object = value_type::json_object;
constexpr auto json = value_type::json;

/// The value as JSON with its alternative, or "misfit".
std::string shown(const caf::expected<value>& x) {
  if (!x) {
    CHECK(is(x.error(), errc::value_invalid));
    return "misfit";
  }
  constexpr const char* names[] = {"", "b ", "i ", "d ", "s ", "j "};
  return names[x->index()] + to_json(*x);
}

std::string from_json(std::string_view source, value_type to) {
  json_document document;
  REQUIRE(document.parse(source));
  return shown(coerce_json(document.root(), to));
}

using typed = troupe::value; // Catch has a `value` too, within GENERATE

} // namespace

TEST_CASE("a raw text becomes a value of the type, or a misfit") {
  auto [source, to, expected] = GENERATE(table<std::string, value_type, std::string>({
      {" true ", boolean, "b true"},
      {"tRUE", boolean, "misfit"},
      {"\"False\"", boolean, "b false"},
      {"\"1\"", boolean, "misfit"},
      {"-0", boolean, "b false"},
      {"99999999999999999999", boolean, "b true"},
      {"+1", boolean, "misfit"},
      {"1.0", boolean, "misfit"},
      {"", boolean, "misfit"},
      {"2147483647.9", integer, "i 2147483647"},
      {"2147483648.0", integer, "misfit"},
      {"-2147483648", integer, "i -2147483648"},
      {"\"7.5\"", integer, "misfit"},
      {"\" 7 \"", integer, "i 7"},
      {"-", integer, "misfit"},
      {"+", integer, "misfit"},
      {"\xD9\xA1\xD9\xA2", integer, "i 12"},
      {"\xEF\xBC\x97", long_, "i 7"},
      {"\xEF\xBC\x9A", long_, "misfit"},
      {"\xD9", long_, "misfit"},
      {"NaN", long_, "misfit"},
      {"-9223372036854775808", long_, "i -9223372036854775808"},
      {"9.3e18", long_, "misfit"},
      {"1e-5", long_, "i 0"},
      {"21.5", number, "d 21.5"},
      {"5.", number, "d 5.0"},
      {"5.e3", number, "misfit"},
      {".", number, "misfit"},
      {"1e", number, "misfit"},
      {"+.5e+1", number, "d 5.0"},
      {"-1e-400", number, "d -0.0"},
      {"-1e400", number, "d \"-Infinity\""},
      {"-NaN", number, "misfit"},
      {"\"-INF\"", number, "d \"-Infinity\""},
      {"\"", number, "misfit"},
      {"5 6", number, "misfit"},
      {std::string("1\0", 2), number, "d 1.0"}, // control characters are trimmed
      {std::string(1001, '1'), number, "misfit"},
      {"0." + std::string(998, '0'), number, "d 0.0"},
      {"", text, "s \"\""},
      {" {} ", object, "j {}"},
      {"{} x", object, "misfit"},
      {"null", object, "misfit"},
      {" [1, 2] ", json, "j [1,2]"},
      {"5", json, "i 5"},
      {"5.0", json, "d 5.0"},
      {"\"x\"", json, "s \"x\""},
      {"plain", json, "s \"plain\""},
      {"null", json, "null"},
      {"18446744073709551616", json, "j 18446744073709551616"},
  }));
  INFO(source.substr(0, 50) << " to " << to_string(to));
  CHECK(shown(coerce_text(source, to)) == expected);
}

TEST_CASE("a JSON value becomes a value of the type, or a misfit, never a made-up zero") {
  auto [source, to, expected] = GENERATE(table<std::string, value_type, std::string>({
      {"\"OFF\"", boolean, "b false"},
      {"\"On\"", boolean, "b true"},
      {"\"0\"", boolean, "b false"},
      {"\"banana\"", boolean, "misfit"},
      {"0.0", boolean, "misfit"},
      {"18446744073709551616", boolean, "b true"},
      {"null", boolean, "null"},
      {"2147483648", integer, "misfit"},
      {"2147483648.5", integer, "misfit"},
      {"1e3", integer, "i 1000"},
      {"\"\"", integer, "misfit"},
      {"\"NaN\"", integer, "misfit"},
      {"[1]", integer, "misfit"},
      {"9223372036854775808", long_, "misfit"},
      {"true", long_, "i 1"},
      {"1e999", number, "d \"Infinity\""},
      {"\"1e3 \"", number, "d 1000.0"},
      {"\"\"", number, "misfit"},
      {"{}", number, "misfit"},
      {"null", number, "null"},
      {"null", text, "null"},
      {"[1, {\"a\":null}]", text, "s \"[1,{\\\"a\\\":null}]\""},
      {"\"{\\\"a\\\":1}\"", object, "misfit"},
      {"\"x\"", object, "misfit"},
      {"\"{\\\"a\\\":1}\"", json, "s \"{\\\"a\\\":1}\""},
  }));
  INFO(source << " to " << to_string(to));
  CHECK(from_json(source, to) == expected);
}

TEST_CASE("a typed value becomes a value of another type, or a misfit") {
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  auto [source, to, expected] = GENERATE_COPY(table<typed, value_type, std::string>({
      {typed{true}, number, "misfit"},
      {typed{true}, text, "s \"true\""},
      {typed{int64_t{3'000'000'000}}, integer, "misfit"},
      {typed{int64_t{5}}, number, "d 5.0"},
      {typed{int64_t{5}}, object, "misfit"},
      {typed{5.9}, long_, "i 5"},
      {typed{infinity}, long_, "misfit"},
      {typed{1e19}, long_, "misfit"},
      {typed{5.0}, boolean, "misfit"},
      {typed{5.0}, text, "s \"5.0\""},
      {typed{std::string{"on"}}, boolean, "misfit"},
      {typed{json_text{"{\"a\":1}"}}, object, "j {\"a\":1}"},
      {typed{json_text{"[1]"}}, object, "misfit"},
      {typed{json_text{"[1]"}}, text, "misfit"},
      {typed{json_text{"99999999999999999999"}}, number, "d 1.0E20"},
      {typed{json_text{"99999999999999999999"}}, long_, "misfit"},
      {typed{}, number, "null"},
      {typed{5.0}, json, "d 5.0"},
  }));
  INFO(to_json(source) << " to " << to_string(to));
  CHECK(shown(coerce_native(source, to)) == expected);
}

TEST_CASE("a written value must be JSON that fits the type") {
  auto [source, to, expected] = GENERATE(table<std::string, value_type, std::string>({
      {"20", number, "d 20.0"},
      {"\"FALSE\"", boolean, "b false"},
      {"\"warm\"", number, "misfit"},
      {"warm", text, "misfit"},
      {"null", number, "null"},
      {"5", text, "s \"5\""},
      {"{\"b\": 1, \"a\": null}", json, "j {\"b\":1,\"a\":null}"},
      {"", json, "misfit"},
      {"[1", json, "misfit"},
  }));
  INFO(source << " to " << to_string(to));
  CHECK(shown(parse_written(source, to)) == expected);
}

TEST_CASE("a misfit says why without showing the value") {
  auto why = [](std::string_view source, value_type to) {
    return sentence(coerce_text(source, to).error());
  };
  CHECK(
      why("hush", number) == "the value does not fit type number: the text cannot be read as one");
  CHECK(why("3000000000", integer) == "the value does not fit type integer: it is beyond 32 bits");
  CHECK(
      why("{", object)
      == "the value does not fit type JSONObject: the text is no JSON, incomplete JSON at byte 2");
}
