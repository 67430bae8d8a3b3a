#include "tests/support/catch.hpp"

#include "actors/link/json_document.hpp"
#include "actors/link/number_text.hpp"

#include <charconv>
#include <random>

using namespace troupe;

namespace {

std::string compact(std::string_view text, json_omissions omit = {}) {
  json_document document;
  INFO(text.substr(0, 80));
  REQUIRE(document.parse(text));
  std::string out;
  write_json(out, document.root(), omit);
  return out;
}

std::string nested(size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

} // namespace

TEST_CASE("JSON becomes compact, with its numbers in Java's form") {
  auto [text, expected] = GENERATE(table<std::string, std::string>({
      {" { \"b\" : 1 , \"a\" : [ true , null , \"x\" ] } ", R"({"b":1,"a":[true,null,"x"]})"},
      {"1.50", "1.5"},
      {"1e2", "100.0"},
      {"-0", "0"},
      {"-0.0", "-0.0"},
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"1e400", "\"Infinity\""},
      {R"("a\u0041\n\"\ud83c\udf21é")", "\"aA\\n\\\"\xF0\x9F\x8C\xA1é\""},
      {R"({"a":1,"b":2,"a":3})", R"({"a":3,"b":2})"},
      {R"({"\u0061":1,"a":2})", R"({"a":2})"},
      {"[]", "[]"},
      {"{}", "{}"},
      {R"({"":""})", R"({"":""})"},
      {"\"\"", "\"\""},
  }));
  CHECK(compact(text) == expected);
}

TEST_CASE("publishing leaves null members and empty arrays out of objects only") {
  auto text = R"({"a":null,"b":[null,[]],"c":[],"d":{"e":null}})";
  CHECK(compact(text, {.nulls = true}) == R"({"b":[null,[]],"c":[],"d":{}})");
  CHECK(compact(text, {true, true}) == R"({"b":[null,[]],"d":{}})");
}

TEST_CASE("what is no JSON is refused with the place, never with the text") {
  auto [text, problem] = GENERATE(table<std::string, std::string>({
      {"", "it is empty"},
      {" \n", "it is empty"},
      {"temperature=5", "syntax error at byte 1"},
      {"{'a':1}", "syntax error at byte 2"},
      {"{\"a\":1}{\"a\":2}", "more text follows at byte 8"},
      {"{\"a\":1,}", "syntax error at byte 8"},
      {"[1,2", "incomplete JSON at byte 5"},
      {"{\"a\":NaN}", "syntax error at byte 6"},
      {"01", "more text follows at byte 2"},
      {nested(1001), "it is nested more than 1000 levels deep"},
      {std::string(1001, '1'), "a number has more than 1000 characters"},
  }));
  json_document document;
  CHECK_FALSE(document.parse(text));
  CHECK(document.problem() == problem);
  CHECK(document.parse("[1]")); // and the next text is read as ever
}

TEST_CASE("the bounds of depth and number length are inclusive") {
  CHECK(compact(nested(1000)) == nested(1000));
  CHECK(compact(std::string(1000, '1')) == std::string(1000, '1'));
}

TEST_CASE("members and elements are found, of several members the last") {
  json_document document;
  REQUIRE(document.parse(R"({"a":[1,[2,3],4],"b":{"c":5},"a":[6,7]})"));
  auto& root = document.root();
  auto a = root.member("a");
  REQUIRE(a);
  CHECK(a->element(0)->text() == "6");
  CHECK(a->element(-1)->text() == "7");
  CHECK(a->element(-2)->text() == "6");
  CHECK_FALSE(a->element(2));
  CHECK_FALSE(a->element(-3));
  CHECK(root.member("b")->member("c")->text() == "5");
  CHECK_FALSE(root.member("c"));
}

TEST_CASE("every double keeps its value through JSON") {
  std::mt19937_64 random{20261123};
  auto wrong = 0;
  for (auto i = 0; i < 20'000; ++i) {
    auto x = static_cast<double>(random() >> 11) * 0x1p-53 * 1000;
    char digits[40];
    auto end = std::to_chars(digits, digits + sizeof digits, x).ptr;
    json_document document;
    auto good = document.parse({digits, static_cast<size_t>(end - digits)});
    wrong += !good || parse_double(document.root().text()) != x;
  }
  CHECK(wrong == 0);
}

TEST_CASE("an object of many members, each name twice, keeps the last of each") {
  std::string text = "{";
  for (auto i = 0; i < 100'000; ++i)
    text += "\"k" + std::to_string(i % 50'000) + "\":" + std::to_string(i) + ",";
  text.back() = '}';
  auto out = compact(text);
  CHECK(out.starts_with(R"({"k0":50000,"k1":50001,)"));
  CHECK(out.ends_with(R"("k49999":99999})"));
}
