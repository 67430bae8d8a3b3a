#include "tests/actors/link/regex_support.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE("groups and references are numbered as in Java") {
  check({
      {R"((?<key>\w)=\k<key>)", "a=b b=b", "b=b"},
      {R"((a)\11)", "aa1", "aa1"},
      {R"((a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\11)", "abcdefghijkk", "abcdefghijkk"},
      {R"(a|\2(b))", "bb", "(none)"},
      {"(?x) a b # comment\n c", "abc", "abc"},
      {R"((?x)a\ b)", "a b", "a b"},
      {"(?>a+)a|b", "aab", "b"},
      {"a++a", "aaa", "(none)"},
      {"(?<=x)a(?!b)", "a xab xac", "a"},
      {"(?:^)*a", "a", "a"},
      {"^*a", "a", "a"},
      {"x{2,}?", "xxx", "xx"},
      {R"((?<n>\d+)(\w))", "12a", "a", 2},
      {"(a)|b", "b", "(none)", 1},
  });
}

TEST_CASE("what ignores case in a reference is ASCII without (?u)") {
  check({
      {R"((?i)(a)\1)", "aA", "aA"},
      {R"((?i)(\w+) \1)", "On on", "On on"},
      {R"((?i)(.)\1)", "Éé", "(none)"},
      {R"((?i)(.)\1)", "éé", "éé"},
      {R"((?i)(.)\1)", "k\xE2\x84\xAA", "(none)"},
      {R"((?i)(\w+?)\1+$)", "abABaB", "abABaB"},
      {R"((?i)(a)?\1b)", "b", "(none)"},
  });
}

TEST_CASE("a group is remembered where Java remembers the same") {
  check({
      {R"((?>(\d+))x)", "12x", "12", 1},
      {R"((\d)++x)", "12x", "2", 1},
      {R"((?=(\d+))\d)", "12", "12", 1},
      {R"((?>(a|b)c)d)", "acbcd", "b", 1},
      {"(a?)*", "aa", "", 1},
      {"(|a)*b", "ab", "", 1},
      {"(?:(a)b){2}", "abab", "a", 1},
      {R"((?:(\w+);)*)", "a;bc;", "bc", 1},
      {R"((?<=(\d)-)\w)", "1-2", "1", 1},
      {R"((?<=T:?(x)?)(\d))", "T1", "1", 2},
  });
}

TEST_CASE("a group of which Java remembers another text cannot be asked for") {
  constexpr auto why = "what group 1 holds cannot be translated: Java may take it from an attempt "
                       "that failed";
  for (auto text :
       {"(?!(a))b", "(a)?+b", "(?>(a))x|b", "(?=(a))x|b", "(?>(a)|b)b?", "(?:([ab])c)*b", "()*b",
        "(?:(?>(a))c?)*b", "(?:(a){1,2}c*)*b", "(a?){1,2}b", "(?<=(a?))b", "(?<=T:?(x)?)(\\d)|b"}) {
    CAPTURE(text);
    CHECK(found(pattern(text, 1), "ab") == why);
    CHECK(found(pattern(text), "ab").ends_with("b"));
  }
}
