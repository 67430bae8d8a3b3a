#include "tests/support/catch.hpp"

#include "schemas/value.hpp"

#include <limits>

using namespace troupe;

TEST_CASE("doubles are written as Java writes them") {
  auto [number, text] = GENERATE(table<double, std::string>({
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {20, "20.0"},
      {0.1, "0.1"},
      {-1.5, "-1.5"},
      {0.001, "0.001"},
      {0.00012, "1.2E-4"},
      {9999999, "9999999.0"},
      {1e7, "1.0E7"},
      {12345678901, "1.2345678901E10"},
      {123456.789, "123456.789"},
      {5e-324, "4.9E-324"},
      {std::numeric_limits<double>::max(), "1.7976931348623157E308"},
      {std::numeric_limits<double>::infinity(), "Infinity"},
      {-std::numeric_limits<double>::infinity(), "-Infinity"},
      {std::numeric_limits<double>::quiet_NaN(), "NaN"},
  }));
  CHECK(to_java_text(number) == text);
}

TEST_CASE("values become compact JSON") {
  CHECK(to_json(std::monostate{}) == "null");
  CHECK(to_json(true) == "true");
  CHECK(to_json(int64_t{-7}) == "-7");
  CHECK(to_json(2.0) == "2.0");
  CHECK(to_json(std::numeric_limits<double>::quiet_NaN()) == "\"NaN\"");
  CHECK(to_json(std::string{"a\"b\\\n\x01"}) == R"("a\"b\\\n\u0001")");
  CHECK(to_json(json_text{R"({"a":1})"}) == R"({"a":1})");
}
