#include "tests/support/catch.hpp"

#include "actors/link/java_format.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/errors.hpp"
#include "tests/support/case_table.hpp"

using namespace troupe;

namespace {

java_argument argument(const std::string& type, const std::string& text) {
  if (type == "bool")
    return text == "true";
  if (type == "int")
    return static_cast<int32_t>(std::stol(text));
  if (type == "long")
    return java_long{std::stoll(text)};
  if (type == "double")
    return parse_double(text).value();
  if (type == "text")
    return text;
  if (type == "bigint")
    return java_big_integer{text};
  if (type == "bigdec")
    return java_big_decimal{text};
  if (type == "date")
    return java_date{std::stoll(text)};
  REQUIRE(type == "null");
  return {};
}

std::string formatted(std::string_view format, const java_argument& x) {
  auto zone = time_zone::find("Europe/Amsterdam");
  REQUIRE(zone);
  auto compiled = java_format::compile(format);
  auto text = compiled ? compiled->apply(x, *zone) : compiled.error();
  return text ? *text : "!!";
}

} // namespace

TEST_CASE("formats make of values what String.format makes of them") {
  auto rows = case_table("actors/link/java_format_cases.txt");
  CHECK(rows.size() > 500);
  for (auto& row : rows) {
    REQUIRE(row.size() == 4);
    INFO(row[0] << " of the " << row[1] << " " << row[2]);
    CHECK(formatted(row[0], argument(row[1], row[2])) == row[3]);
  }
}

TEST_CASE("numbers are rounded half up on their shortest decimal form") {
  auto [format, number, text] = GENERATE(table<std::string, double, std::string>({
      {"%.2f", 2.675, "2.68"},
      {"%.2f", 1.005, "1.01"},
      {"%.2f", 0.125, "0.13"},
      {"%.0f", 0.5, "1"},
      {"%.0f", 2.5, "3"},
      {"%.0f", -0.4, "-0"},
      {"%.1e", 9.95, "1.0e+01"},
      {"%.3f", 1e23, "100000000000000000000000.000"},
      {"%.3g", 0.00009999, "0.000100"},
      {"%.20f", 0.1, "0.10000000000000000000"},
  }));
  CHECK(formatted(format, number) == text);
}

TEST_CASE("null is printed as the word, cut to the precision") {
  CHECK(formatted("%s", {}) == "null");
  CHECK(formatted("%.2f", {}) == "nu");
  CHECK(formatted("%6d", {}) == "  null");
  CHECK(formatted("%b", {}) == "false");
}

TEST_CASE("a format that cannot work whatever the value is refused with its reason") {
  auto [format, why] = GENERATE(table<std::string, std::string>({
      {"%q", "the format %q has the unknown conversion q"},
      {"5%", "the format % ends within a conversion"},
      {"%999999999d", "the format %999999999d has a width or precision above 1000"},
      {"%99999999999999999999d",
       "the format %99999999999999999999d has a width or precision above 1000"},
      {"%.1001f", "the format %.1001f has a width or precision above 1000"},
      {"%.2d", "the format %.2d has a precision, which its conversion does not know"},
      {"%,x", "the format %,x has the flag ,, which its conversion does not know"},
      {"%-d", "the format %-d has the flag - without a width"},
      {"%-05d", "the format %-05d has flags that exclude each other"},
      {"%++d", "the format %++d has the flag + twice"},
      {"%.f", "the format %.f has a point without a precision behind it"},
      {"%d %d", "the format %d asks for a second value, and there is only one; %1$… repeats it"},
      {"%2$d", "the format %2$d asks for a second value, and there is only one; %1$… repeats it"},
      {"%0$d", "the format %0$d asks for the value number 0; the first is number 1"},
      {"%<d", "the format %<d asks for a value before it, and there is none"},
      {"%tJ", "the format %tJ has the conversion t without a known part of a date behind it"},
      {"%n%5n", "the format %5n has a width, which its conversion does not know"},
  }));
  auto compiled = java_format::compile(format);
  REQUIRE_FALSE(compiled);
  CHECK(is(compiled.error(), errc::config_invalid));
  CHECK(sentence(compiled.error()) == why);
}

TEST_CASE("a conversion that does not fit the value says so, without the value") {
  auto why = [](std::string_view format, const java_argument& x) {
    auto text = java_format::compile(format).value().apply(x, {});
    REQUIRE_FALSE(text);
    CHECK(is(text.error(), errc::value_invalid));
    return sentence(text.error());
  };
  CHECK(why("%d", 5.0) == "the format %d does not fit a number, which is never an integer here");
  CHECK(why("%f", int32_t{5}) == "the format %f does not fit an integer");
  CHECK(why("%.1f", std::string{"5"}) == "the format %.1f does not fit a text");
  CHECK(why("%+x", int32_t{5}) == "the format %+x has the flag +, which is for big integers only");
  CHECK(why("%tY", int32_t{5}) == "the format %tY does not fit an integer");
  CHECK(
      why("%f", java_big_decimal{"1e999999999"})
      == "the format %f would have more than 10000 digits");
}
