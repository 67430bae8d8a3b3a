#include "tests/support/catch.hpp"

#include "actors/link/filter_chain.hpp"
#include "actors/link/java_regex.hpp"
#include "actors/link/regex_filter.hpp"
#include "schemas/errors.hpp"

#include <atomic>
#include <ctime>
#include <thread>

using namespace troupe;

namespace {

/// What a pattern takes out of a text; "(none)" where nothing.
std::string found(const regex_filter& filter, std::string_view text) {
  auto step = regex_step::compile(filter);
  if (!step)
    return sentence(step.error());
  step_value x{text, false};
  filter_workspace space;
  if (auto why = step->apply(x, space))
    return "failed: " + sentence(why);
  auto out = std::get_if<std::string_view>(&x.content);
  return out ? std::string{*out} : "(none)";
}

std::string found(const char* pattern, std::string_view text, int group = 0, int index = 0) {
  return found(regex_filter{pattern, true, false, group, index, {}}, text);
}

std::string refused(const char* pattern) {
  auto step = regex_step::compile(regex_filter{pattern, true, false, 0, 0, {}});
  return step ? "" : sentence(step.error());
}

struct match {
  const char* pattern;
  const char* text;
  const char* found;
};

void check(std::initializer_list<match> cases) {
  for (auto& x : cases) {
    CAPTURE(x.pattern, x.text);
    CHECK(found(x.pattern, x.text) == x.found);
  }
}

} // namespace

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
  CHECK(found("a.b", "a\nb") == "a\nb");
  CHECK(found("(?-s)a.b", "a\nb") == "(none)");
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
  });
  CHECK(found(R"((?<n>\d+)(\w))", "12a", 2) == "a");
  CHECK(found("(a)|b", "b", 1) == "(none)");
}

TEST_CASE("a group is remembered where Java remembers the same") {
  struct memory {
    const char* pattern;
    const char* text;
    const char* first;
  };
  for (auto& x : std::initializer_list<memory>{
           {R"((?>(\d+))x)", "12x", "12"},
           {R"((\d)++x)", "12x", "2"},
           {R"((?=(\d+))\d)", "12", "12"},
           {R"((?>(a|b)c)d)", "acbcd", "b"},
           {"(a?)*", "aa", ""},
           {"(|a)*b", "ab", ""},
           {"(?:(a)b){2}", "abab", "a"},
           {R"((?:(\w+);)*)", "a;bc;", "bc"},
           {R"((?<=(\d)-)\w)", "1-2", "1"},
           {R"((?<=T:?(x)?)(\d))", "T1",
            "what group 1 holds cannot be translated: Java may take "
            "it from an attempt that failed"}}) {
    CAPTURE(x.pattern, x.text);
    CHECK(found(x.pattern, x.text, 1) == x.first);
  }
  CHECK(found(R"((?<=T:?(x)?)(\d))", "T1", 2) == "1");
}

TEST_CASE("a look-behind may take texts of different lengths") {
  check({
      {R"((?<=T:\s?)\d+)", "T: 21", "21"},
      {R"((?<=temp=\s{0,3})\d+)", "temp=  21", "21"},
      {R"((?<=temp=\s{0,3})\d+)", "temp=    21", "(none)"},
      {R"((?<=(?:ab|c)=)\d)", "c=1", "1"},
      {R"((?<=(ab|c)=)\d)", "ab=1", "1"},
      {R"((?<!-\s?)\b\d+)", "- 5 7", "7"},
      {R"((?<=(?:a|bb)(?:a|bb)c)\d)", "abc1 abbc2", "2"},
      {R"((?<=\R)b)", "\r\nb", "b"},
      {R"((?<=a(?<=xa?))b)", "ab xab", "b"},
      {R"((?<=a?(?=b(c?)))b)", "ab", "b"},
      {R"((?<=T:\s*)\d+)", "T:   21", "21"},
      {R"((?<=T:\s+)\d+)", "T:21 T: 22", "22"},
      {R"((?<!T:\s*)\b\d+)", "T:   21 22", "22"},
      {R"((?<=^\s*)\w)", "  a", "a"},
  });
  auto far = "T:" + std::string(100, ' ') + "21";
  CHECK(found(R"((?<=\s*)\d+)", far) == "21");
  CHECK(found(R"((?<=T:\s*)\d+)", far) == "failed: the search takes too many steps on this text");
}

TEST_CASE("a look-behind of too many texts is refused") {
  for (auto pattern :
       {"(?<=a*b*)c", "(?<=a?b*)c", "(?<=ab|c*)d", "(?<=a{0,400})b", "(?<=(?:a|bb){9})c",
        "(?<=(?:a|bb){60000})c", "(?<=a?+b)c", R"((?<=\X?)b)", "(?<=(?:|a){0,300})b",
        R"((a)(?<=\1?b)c)"}) {
    CAPTURE(pattern);
    CHECK(refused(pattern).starts_with("the pattern cannot be translated: lookbehind"));
  }
  std::string many;
  while (many.size() < 4000)
    many += "(?<=(?:(?:|a){0,100}){0}(?:b|cc){7})";
  auto begin = clock();
  CHECK_FALSE(refused(many.c_str()).empty());
  CHECK(clock() - begin < CLOCKS_PER_SEC / 2);
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

TEST_CASE("what PCRE2 itself does not find is said in other words") {
  check({
      {"(?=a)(?:ba|a)", "cabb", "a"},
      {"(?:b|^){0}b", "ab", "b"},
      {"(a|^){0}(b)", "ab", "b"},
      {R"((\w+){2,}+)", "aaa", "(none)"},
  });
}

TEST_CASE("matches are counted as Java's find counts them") {
  CHECK(found("x*", "axb", 0, 1) == "x");
  CHECK(found("x*", "axb", 0, 2) == "");
  CHECK(found("x*", "axb", 0, 3) == "");
  CHECK(found("x*", "axb", 0, 4) == "(none)");
  CHECK(found(R"(\G\d)", "12a3", 0, 1) == "2");
  CHECK(found(R"(\G\d)", "12a3", 0, 2) == "(none)");
  CHECK(found("^a", "aa", 0, 1) == "(none)");
  CHECK(found("é", "éé", 0, 1) == "é");
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
  CHECK(refused(std::string(5000, 'a').c_str()) == "the pattern has more than 4096 bytes");
  CHECK(refused(std::string(200, '(').c_str()).starts_with("groups are nested too deeply"));
  CHECK(refused(std::string(200, '[').c_str()).starts_with("classes are nested too deeply"));
}

TEST_CASE("a group of which Java remembers another text cannot be asked for") {
  for (auto pattern :
       {"(?!(a))b", "(a)?+b", "(?>(a))x|b", "(?=(a))x|b", "(?>(a)|b)b?", "(?:([ab])c)*b", "()*b",
        "(?:(?>(a))c?)*b", "(?:(a){1,2}c*)*b", "(a?){1,2}b", "(?<=(a?))b"}) {
    CAPTURE(pattern);
    CHECK(found(pattern, "ab", 1).starts_with("what group 1 holds cannot be translated"));
    CHECK(found(pattern, "ab").ends_with("b"));
  }
  CHECK(found(R"(\G|a)", "a", 0, 1).starts_with("\\G in a pattern"));
}

TEST_CASE("no text holds up a pattern, however evil both are") {
  std::string long_text(100'000, 'a');
  long_text += '!';
  for (auto pattern :
       {"^(a+)+$", "(a+)+$", "(a|aa)+$", "(a*)*b", "(.*)*(.*)*x", R"(^(\w+\s?)*$)", "a+$"}) {
    CAPTURE(pattern);
    auto begin = clock();
    auto out = found(pattern, long_text);
    auto spent_ms = 1000 * (clock() - begin) / CLOCKS_PER_SEC;
    CHECK(spent_ms < 500); // some 2 ms, but tests also run under sanitizers
    CHECK((out == "(none)" || out == "failed: the search takes too many steps on this text"));
  }
  CHECK(found("^(a+)+$", long_text) == "failed: the search takes too many steps on this text");
}

TEST_CASE("a long text is searched to its end") {
  std::string text(1 << 20, ' ');
  text += "x=17;";
  CHECK(found(R"(x=(\d+))", text, 1) == "17");
  CHECK(found(R"(\s*x=(\d+))", text, 1) == "17");
  CHECK(found(R"(.*=(\d+))", text, 1) == "17");
  CHECK(found(R"(.*?=(\d+))", text, 1) == "17");
}

TEST_CASE("threads share a compiled pattern") {
  auto step = regex_step::compile(regex_filter{R"((\d+)-\1)", true, false, 1, 0, {}});
  REQUIRE(step);
  std::atomic<int> bad = 0;
  std::vector<std::thread> threads;
  for (auto i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      auto number = std::to_string(1000 + i);
      auto text = "a " + number + "-" + number;
      for (auto round = 0; round < 1000; ++round) {
        step_value x{std::string_view{text}, false};
        filter_workspace space;
        auto why = step->apply(x, space);
        bad += why || std::get<std::string_view>(x.content) != number;
      }
    });
  for (auto& x : threads)
    x.join();
  CHECK(bad == 0);
}
