#include "tests/support/catch.hpp"

#include "actors/inspector/json_writer.hpp"

using namespace troupe;

TEST_CASE("pieces of JSON are parted by commas where they must be") {
  json_writer out;
  out.open('{').field("a", 1).key("b").open('[').close(']');
  out.key("c").open('[').put("{").put("[").put(true).open('{').close('}').put(2u).close(']');
  out.field("d", std::string{":"}).field("e", "x").close('}');
  CHECK(out.take() == R"({"a":1,"b":[],"c":["{","[",true,{},2],"d":":","e":"x"})");
}

TEST_CASE("integers that JavaScript would round are written as text") {
  auto [number, text] = GENERATE(table<int64_t, std::string>({
      {0, "0"},
      {int64_t{1} << 53, "9007199254740992"},
      {(int64_t{1} << 53) + 1, "\"9007199254740993\""},
      {-(int64_t{1} << 53) - 1, "\"-9007199254740993\""},
      {INT64_MIN, "\"-9223372036854775808\""},
  }));
  CHECK(json_writer{}.put(number).take() == text);
  CHECK(json_writer{}.put(value{number}).take() == text);
  CHECK(json_writer{}.put(UINT64_MAX).take() == "\"18446744073709551615\"");
}

TEST_CASE("long numbers that JavaScript would round are written as text") {
  json_writer out;
  out.open('[').put(value{json_text{"1.10"}}).put(value{json_text{"123456789012345"}});
  out.put(value{json_text{"-1234567890123456"}}).put(value{json_text{"1E+400"}});
  out.put(value{json_text{"[12345678901234567890]"}}).close(']');
  CHECK(
      out.take()
      == R"([1.10,123456789012345,"-1234567890123456","1E+400",[12345678901234567890]])");
}

TEST_CASE("a time that never was is null") {
  json_writer out;
  out.open('{').time_field("a", 0).time_field("b", 5).close('}');
  CHECK(out.take() == R"({"a":null,"b":5})");
}

TEST_CASE("numbers and texts keep their kind") {
  CHECK(json_writer{}.put(0.5).take() == "0.5");
  CHECK(json_writer{}.put(uint8_t{65}).take() == "65");
  CHECK(json_writer{}.put("1\n").take() == "\"1\\n\"");
  CHECK(json_writer{}.put(value{}).take() == "null");
}
