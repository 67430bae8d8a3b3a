#include "tests/support/catch.hpp"

#include "actors/link/decimal_parts.hpp"

using namespace troupe;

TEST_CASE("decimal numbers of any size are written as Java writes them") {
  auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"0", "0"},
      {"-0", "0"},
      {"1.10", "1.10"},
      {"-0.000", "0.000"},
      {"+007.50", "7.50"},
      {".5", "0.5"},
      {"5.", "5"},
      {"1e3", "1E+3"},
      {"1.5E3", "1.5E+3"},
      {"12e-1", "1.2"},
      {"0.000001", "0.000001"},
      {"0.0000001", "1E-7"},
      {"-123e-9", "-1.23E-7"},
      {"0e7", "0E+7"},
      {"0.00000000", "0E-8"},
      {"1e2147483647", "1E+2147483647"},
      {"\xD9\xA1.\xD9\xA2", "1.2"},
  }));
  INFO(text);
  auto x = parse_decimal(text);
  REQUIRE(x);
  CHECK(to_text(*x) == expected);
}

TEST_CASE("what is no decimal number is none") {
  auto text = GENERATE(values<std::string>({
      "",
      "-",
      ".",
      "e5",
      "1e",
      "1e+",
      "1e5.0",
      "--1",
      "1,5",
      "NaN",
      "Infinity",
      "0x1",
      " 1",
      "1 ",
      "1e2147483649",
      "1e99999999999999999999",
  }));
  INFO(text);
  CHECK_FALSE(parse_decimal(text));
  CHECK_FALSE(parse_decimal(std::string(1001, '1')));
}

TEST_CASE("the whole part of a decimal number has all its digits") {
  auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"12.999", "12"},
      {"-12.999", "-12"},
      {"-0.5", "0"},
      {"0.001", "0"},
      {"1e30", "1000000000000000000000000000000"},
      {"12345678901234567890.5", "12345678901234567890"},
      {"0e1000", "0"},
      {"1.5e1", "15"},
  }));
  INFO(text);
  CHECK(whole_digits(parse_decimal(text).value()) == expected);
}

TEST_CASE("an exponent blows a number up to a bound only") {
  CHECK(whole_digits(parse_decimal("1e1000").value())->size() == 1'001);
  CHECK_FALSE(whole_digits(parse_decimal("1e1001").value()));
  CHECK(whole_digits(parse_decimal("1e-2147483647").value()) == "0");
}

TEST_CASE("big integers are digits and a sign") {
  CHECK(parse_big_integer("+007") == "7");
  CHECK(parse_big_integer("-0") == "0");
  CHECK(
      parse_big_integer("-170141183460469231731687303715884105729")
      == "-170141183460469231731687303715884105729");
  CHECK(parse_big_integer("\xD9\xA1\xD9\xA2") == "12");
  for (auto text : {"", "-", "1.0", "1e3", "0x1", "1 "}) {
    INFO(text);
    CHECK_FALSE(parse_big_integer(text));
  }
  CHECK(parse_big_integer(std::string(1000, '9')));
  CHECK_FALSE(parse_big_integer(std::string(1001, '9')));
}
