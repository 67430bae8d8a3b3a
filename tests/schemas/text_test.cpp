#include "tests/support/catch.hpp"

#include "schemas/text.hpp"

using namespace troupe;

TEST_CASE("malformed UTF-8 is replaced as often as the JDK does it") {
  std::string mark = "\xEF\xBF\xBD";
  auto [bytes, repaired] = GENERATE_COPY(table<std::string, std::string>({
      {"a\x80"
       "b",
       "a" + mark + "b"},
      {"A\xE2\x82", "A" + mark},
      {"\xE2\x82"
       "A",
       mark + "A"},
      {"\xC0\xAF", mark + mark},
      {"\xFE\xFF", mark + mark},
      {"\xE0\x80\x80", mark + mark + mark},
      {"\xED\xA0\x80", mark}, // a surrogate is one error
      {"\xED\xA0", mark},
      {"\xF0\x9F\x8C", mark},
      {"\xF0\x9F\x8C"
       "x",
       mark + "x"},
      {"\xF0\x80\x80\x80", mark + mark + mark + mark},
      {"\xF4\x90\x80\x80", mark + mark + mark + mark},
      {"\xF5\x80", mark + mark},
      {"\xC3", mark},
      {"\xC3\xC3\xA9", mark + "\xC3\xA9"},
  }));
  CHECK_FALSE(valid_utf8(bytes));
  CHECK(repaired_utf8(bytes) == repaired);
  CHECK(valid_utf8(repaired));
}

TEST_CASE("well-formed UTF-8 stays as it is") {
  auto text = GENERATE(
      as<std::string>{}, "", "plain ASCII, long enough for whole words",
      "\xEF\xBB\xBF"
      "12",
      "Zu\xCC\x88rich \xF0\x9F\x8C\xA1 \xE6\xB8\xA9", "\xF4\x8F\xBF\xBF",
      "\xED\x9F\xBF\xEE\x80\x80", std::string("a\0b", 3));
  CHECK(valid_utf8(text));
  CHECK(repaired_utf8(text) == text);
}

TEST_CASE("trimming takes control characters off, as Java does") {
  CHECK(trimmed(" \t\r\n\x01 a b \x1F") == "a b");
  CHECK(trimmed(" \n") == "");
  CHECK(trimmed("\xC2\xA0x") == "\xC2\xA0x");
}

TEST_CASE("code points are appended in as many bytes as they need") {
  std::string out;
  for (char32_t c : {U'a', U'é', U'温', U'🌡'})
    append_utf8(out, c);
  CHECK(out == "aé温🌡");
}
