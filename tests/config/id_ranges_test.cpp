#include "config/id_ranges.hpp"
#include "tests/support/catch.hpp"

namespace troupe::test {
namespace {

using ids = std::vector<std::string>;

} // namespace

TEST_CASE("a range stands for its ids, filled up with zeros where a bound is") {
  struct row {
    std::string text;
    ids expected;
  };
  for (auto& x : std::vector<row>{
           {"press", {"press"}},
           {"", {""}},
           {"press-{1..3}", {"press-1", "press-2", "press-3"}},
           {"{9..11}x", {"9x", "10x", "11x"}},
           {"{08..11}", {"08", "09", "10", "11"}},
           {"{8..011}", {"008", "009", "010", "011"}},
           {"{0..1}", {"0", "1"}},
           {"a{7..7}b", {"a7b"}},
           {"{1..2}-{01..02}", {"1-01", "1-02", "2-01", "2-02"}},
           {"{999999999..999999999}", {"999999999"}},
       }) {
    INFO(x.text);
    CHECK(config::id_range_problem(x.text).empty());
    CHECK(config::count_ids(x.text) == x.expected.size());
    CHECK(config::expand_ids(x.text) == x.expected);
  }
}

TEST_CASE("how many ids ranges stand for is told without making them") {
  CHECK(config::count_ids("{1..999999999}") == 999'999'999);
  CHECK(
      config::count_ids("{1..999999999}{1..999999999}{1..999999999}{1..999999999}")
      >= 999'999'999'999'999'999);
}

TEST_CASE("braces that are no range are refused") {
  for (auto text :
       {"{", "}", "{}", "{1}", "{1..}", "{..2}", "{1..2", "1..2}", "{1...2}", "{a..c}", "{-1..2}",
        "{1.. 2}", "{{1..2}}", "{1..1000000000}", "{0000000001..2}", "{2..1}",
        "{1..2}{1..2}{1..2}{1..2}{1..2}", "{asset}"}) {
    INFO(text);
    CHECK_FALSE(config::id_range_problem(text).empty());
  }
  CHECK(config::id_range_problem("a{40..01}") == "has a range that ends before it begins, {40..1}");
}

} // namespace troupe::test
