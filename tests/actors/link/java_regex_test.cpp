#include "tests/actors/link/regex_support.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE("escapes say the same characters as in Java") {
  check({
      {R"(\x41\u0042\x{43}\0104)", "ABCD", "ABCD"},
      {R"(\uD83C\uDF21)", "🌡", "🌡"},
      {R"(\x{1F321})", "🌡", "🌡"},
      {R"(\cA\e\a\t)", "\x01\x1B\x07\t", "\x01\x1B\x07\t"},
      {R"(\Qa.b*\E+)", "a.b**", "a.b**"},
      {R"(a\Q.\E)", "ab a.", "a."},
      {R"(\_\-\ä)", "_-ä", "_-ä"},
      {R"(\0018)",
       "\x01"
       "8",
       "\x01"
       "8"},
      {"a}]", "a}]", "a}]"},
      {R"(\R)", "a\r\nb", "\r\n"},
      {R"(\X)", "e\xCC\x81x", "e\xCC\x81"},
  });
}

TEST_CASE("ends of lines are Java's") {
  auto plain = [](const char* pattern, std::string_view text) {
    return found(regex_filter{pattern, false, false, 0, 0, {}}, text);
  };
  auto lines = [](const char* pattern, std::string_view text) {
    return found(regex_filter{pattern, false, true, 0, 0, {}}, text);
  };
  for (auto end : {"\n", "\r", "\r\n", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    CAPTURE(end);
    auto text = std::string{"a"} + end;
    CHECK(plain("a$", text) == "a");
    CHECK(plain(R"(a\Z)", text) == "a");
    CHECK(plain(R"(a\z)", text) == "(none)");
    CHECK(plain("a.", text) == "(none)");
    CHECK(plain("a$", text + "b") == "(none)");
    CHECK(lines("a$", text + "b") == "a");
    CHECK(lines("^b", text + "b") == "b");
    CHECK(plain("^b", text + "b") == "(none)");
    CHECK(
        plain("(?d)a.", "a" + std::string{end})
        == (*end == '\n' ? "(none)" : plain("(?s)a.", text)));
  }
  CHECK(lines("^", "") == "(none)");
  CHECK(lines("(?-m)^", "") == "");
  CHECK(lines("\r^\n", "\r\n") == "(none)");
  CHECK(lines("\r$\n", "\r\n") == "(none)");
  CHECK(found(pattern("a.b"), "a\nb") == "a\nb");
  CHECK(found(pattern("(?-s)a.b"), "a\nb") == "(none)");
}

TEST_CASE("a count behind another repetition repeats nothing") {
  check({
      {R"(\d{1,3}{2})", "1234567", "123"},
      {"(a){2}{3}", "aaaaaaa", "aa"},
      {"a*{2}b", "aab", "aab"},
      {"a{2}{3}+b", "aab", "aab"},
      {"{2}a", "xa", "a"},
      {"a|{2}b", "b", "b"},
      {R"(\b{2}a)", " a", "a"},
      {R"((?x)a{2} {3})", "aa   ", "aa"},
  });
}

TEST_CASE("what PCRE2 itself does not find is said in other words") {
  check({
      {"(?=a)(?:ba|a)", "cabb", "a"},
      {"(?:b|^){0}b", "ab", "b"},
      {"(a|^){0}(b)", "ab", "b"},
      {R"((\w+){2,}+)", "aaa", "(none)"},
  });
}

TEST_CASE("what is no pattern, or none that can be translated, is refused with its place") {
  struct refusal {
    const char* pattern;
    const char* why;
  };
  for (auto& x : std::initializer_list<refusal>{
           {"a**", "there is nothing to repeat before *, at character 3"},
           {"(?i)*", "there is nothing to repeat before *, at character 5"},
           {"é{", "a repetition is {n}, {n,} or {n,m}, at character 3"},
           {"a{2,1}", "a repetition is {n}, {n,} or {n,m}, at character 7"},
           {"a{70000}", "more than 65535 repetitions cannot be translated, at character 7"},
           {"a{2}{3}*", "there is nothing to repeat before *, at character 8"},
           {"(a", "a group is not closed, at character 3"},
           {"a)", "a bracket is closed that was never opened, at character 2"},
           {"[a", "a class is not closed, at character 3"},
           {"[b-a]", "a range ends before it begins, at character 5"},
           {"[a&&]", "an intersection needs two sides, at character 5"},
           {"[a&&[b]c]", "what follows a bracket after && is not understood, at character 8"},
           {R"(\p{Grek})", "unknown property \"Grek\", at character 3"},
           {R"(a\i)", "\\i has no meaning here, at character 4"},
           {R"([\1])", "\\1 has no meaning here, at character 4"},
           {"a\\", "the pattern ends with a backslash, at character 3"},
           {R"(\b{g})", "\\b{g} cannot be translated, at character 3"},
           {R"(\N{SPACE})", "\\N{…} cannot be translated; \\x{…} says the same, at character 3"},
           {R"(\uD83C)", "half of a surrogate pair matches nothing, at character 7"},
           {R"(\x{110000})", "there is no such character, at character 10"},
           {"(?c)a", "(? begins nothing that can be translated, at character 3"},
           {"(?P<a>b)", "(? begins nothing that can be translated, at character 3"},
           {"(?<1a>x)", "a group's name has letters and digits only, at character 5"},
           {"(?<n>a)(?<n>b)", "two groups have one name, at character 10"},
           {R"(\k<n>(?<n>a))", "no group of this name stands before, at character 3"},
           {R"((?!(a))\1)", "what group 1 holds cannot be translated, at character 10"},
           {"(?<=(?:a|bb)*)b",
            "the pattern cannot be translated: lookbehind assertion is not fixed length, at "
            "character 1"}}) {
    CAPTURE(x.pattern);
    CHECK(refused(x.pattern) == x.why);
  }
  CHECK(refused(std::string(5000, 'a')) == "the pattern has more than 4096 bytes");
  CHECK(refused(std::string(200, '(')).starts_with("groups are nested too deeply"));
  CHECK(refused(std::string(200, '[')).starts_with("classes are nested too deeply"));
}
