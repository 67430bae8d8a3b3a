#include "tests/actors/link/regex_support.hpp"

#include <ctime>

using namespace troupe;
using namespace troupe::test;

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
  CHECK(found(pattern(R"((?<=\s*)\d+)"), far) == "21");
  CHECK(
      found(pattern(R"((?<=T:\s*)\d+)"), far)
      == "failed: the search takes too many steps on this text");
}

TEST_CASE("a look-behind of too many texts is refused") {
  for (auto text :
       {"(?<=a*b*)c", "(?<=a?b*)c", "(?<=ab|c*)d", "(?<=a{0,400})b", "(?<=(?:a|bb){9})c",
        "(?<=(?:a|bb){60000})c", "(?<=a?+b)c", R"((?<=\X?)b)", "(?<=(?:|a){0,300})b",
        R"((a)(?<=\1?b)c)"}) {
    CAPTURE(text);
    CHECK(refused(text).starts_with("the pattern cannot be translated: lookbehind"));
  }
  std::string many;
  while (many.size() < 4000)
    many += "(?<=(?:(?:|a){0,100}){0}(?:b|cc){7})";
  auto begin = clock();
  CHECK_FALSE(refused(many).empty());
  CHECK(clock() - begin < CLOCKS_PER_SEC / 2);
}
