#include "tests/actors/link/regex_support.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE("short classes and word boundaries are ASCII unless (?U) says otherwise") {
  check({
      {R"(\d+)", "a٣12", "12"},
      {R"((?U)\d+)", "a٣12", "٣12"},
      {R"(\w+)", "éa_1ü", "a_1"},
      {R"((?U)\w+)", "-éa_1ü-", "éa_1ü"},
      {R"(\s)", "a\xC2\xA0", "(none)"},
      {R"(\h)", "a\xC2\xA0", "\xC2\xA0"},
      {R"(\v)", "a\xC2\x85", "\xC2\x85"},
      {R"(\bb)", "éb", "b"},
      {R"((?U)\bb)", "éb", "(none)"},
      {R"(a\B.)", "ab", "ab"},
  });
}

TEST_CASE("properties have Java's names") {
  check({
      {R"(\p{Alpha}+)", "éab", "ab"},
      {R"((?U)\p{Alpha}+)", "éab", "éab"},
      {R"(\p{IsAlphabetic}+)", "1éa", "éa"},
      {R"(\p{javaLowerCase}+)", "Aéb", "éb"},
      {R"(\p{L}\pL)", "Tür", "Tü"},
      {R"(\P{L}+)", "ü1-é", "1-"},
      {R"(\p{InGreek}+)", "aαω", "αω"},
      {R"(\p{IsGreek}+)", "aαω", "αω"},
      {R"(\p{script=Cyrillic}+)", "aЖя", "Жя"},
      {R"(\p{InLatin-1 Supplement}+)", "aé", "é"},
      {R"(\p{blk=LATIN_1_SUPPLEMENT}+)", "aé", "é"},
      {R"(\p{gc=Lu})", "aÄ", "Ä"},
      {R"((?i)\p{Lower}+)", "1aBc", "aBc"},
      {R"(\p{Punct}+)", "a$+~é", "$+~"},
      {R"(\p{IsDigit}+)", "a٣1", "٣1"},
  });
}

TEST_CASE("classes unite, intersect and subtract") {
  check({
      {"[a-z&&[^bc]]+", "bcade", "ade"},
      {"[a-d[m-p]]+", "xamdz", "amd"},
      {"[a-z&&def]+", "abcdefg", "def"},
      {"[a-z&&[^m-p]&&[a-n]]+", "mnabz", "ab"},
      {"[^a-c&&b-d]+", "badb", "ad"},
      {"[[^a]b]+", "aab", "b"},
      {"[]a]+", "x]a", "]a"},
      {"[^]a]", "]a!", "!"},
      {"[a-]+", "x-a", "-a"},
      {R"([\d-z]+)", "y5-z", "5-z"},
      {"[a&&^b]", "^ab", "(none)"},
      {R"([\Qa-]\E]+)", "b]-a", "]-a"},
      {R"([\w&&[^\d]]+)", "1ab2", "ab"},
      {"(?x)[a b]+", " ab", "ab"},
  });
}

TEST_CASE("case is ignored in ASCII, with (?u) in Unicode") {
  check({
      {"(?i)straße", "STRAßE", "STRAßE"},
      {"(?i)é", "É", "(none)"},
      {"(?iu)é", "É", "É"},
      {"(?i)k", "\xE2\x84\xAA", "(none)"},
      {"(?iu)k", "\xE2\x84\xAA", "\xE2\x84\xAA"},
      {"(?iu)[A-Z]", "\xE2\x84\xAA", "(none)"},
      {"(?iu)i", "ı", "ı"},
      {"(?i)[a-c]+", "xABc", "ABc"},
      {"a(?i)b|c", "C", "C"},
      {"(?i:a)b", "AB Ab", "Ab"},
      {R"((?iu)(.)\1)", "xÄä", "Ää"},
  });
}
