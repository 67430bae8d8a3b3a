#include "tests/actors/link/regex_support.hpp"

#include <atomic>
#include <ctime>
#include <thread>

using namespace troupe;
using namespace troupe::test;

TEST_CASE("matches are counted as Java's find counts them") {
  check({
      {"x*", "axb", "x", 0, 1},
      {"x*", "axb", "", 0, 2},
      {"x*", "axb", "", 0, 3},
      {"x*", "axb", "(none)", 0, 4},
      {R"(\G\d)", "12a3", "2", 0, 1},
      {R"(\G\d)", "12a3", "(none)", 0, 2},
      {"^a", "aa", "(none)", 0, 1},
      {"é", "éé", "é", 0, 1},
  });
  CHECK(found(pattern(R"(\G|a)", 0, 1), "a").starts_with("\\G in a pattern"));
}

TEST_CASE("no text holds up a pattern, however evil both are") {
  std::string long_text(100'000, 'a');
  long_text += '!';
  for (auto evil :
       {"^(a+)+$", "(a+)+$", "(a|aa)+$", "(a*)*b", "(.*)*(.*)*x", R"(^(\w+\s?)*$)", "a+$"}) {
    CAPTURE(evil);
    auto begin = clock();
    auto out = found(pattern(evil), long_text);
    auto spent_ms = 1000 * (clock() - begin) / CLOCKS_PER_SEC;
    CHECK(spent_ms < 500); // some 2 ms, but tests also run under sanitizers
    CHECK((out == "(none)" || out == "failed: the search takes too many steps on this text"));
  }
  CHECK(
      found(pattern("^(a+)+$"), long_text)
      == "failed: the search takes too many steps on this text");
}

TEST_CASE("a long text is searched to its end") {
  std::string text(1 << 20, ' ');
  text += "x=17;";
  for (auto number : {R"(x=(\d+))", R"(\s*x=(\d+))", R"(.*=(\d+))", R"(.*?=(\d+))"}) {
    CAPTURE(number);
    CHECK(found(pattern(number, 1), text) == "17");
  }
}

TEST_CASE("threads share a compiled pattern") {
  auto step = regex_step::compile(pattern(R"((\d+)-\1)", 1));
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
