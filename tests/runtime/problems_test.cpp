#include "tests/support/catch.hpp"

#include "runtime/cli/problems.hpp"
#include "runtime/cli/wrap.hpp"

#include <boost/json.hpp>

using namespace troupe::cli;
using Catch::Contains;

namespace {

constexpr int64_t now = 1'000'000;

const char* const floor_is_dead =
    R"([{"id":"3f2a91c0","severity":"error","realm":"hall","kind":"agent","subject":"floor",)"
    R"("since":986000,"count":1,"text":"the broker is away","what_to_do":"look at the broker",)"
    R"("consequence":"12 attributes of 3 assets get no values","folded":["a is silent"],)"
    R"("folded_count":40,"flapping":"","away":false,"acknowledged":null,"muted":null}])";

std::string text_of(const char* json, const problems_layout& layout = {}) {
  return problems_text(boost::json::parse(json), now, layout);
}

} // namespace

TEST_CASE("a problem tells what is wrong, what suffers, and what to do") {
  CHECK(
      text_of(floor_is_dead)
      == "ERROR    3f2a91c0  hall/floor, 14 s ago\n"
         "  the broker is away\n"
         "  => 12 attributes of 3 assets get no values\n"
         "  to do: look at the broker\n"
         "  - a is silent\n"
         "  - and 39 more that follow from it\n"
         "\n"
         "1 error, 0 warnings.\n");
  CHECK(text_of("[]") == "No problems.\n");
}

TEST_CASE("a problem that flaps, is acknowledged or comes of the process says so") {
  auto text =
      text_of(R"([{"id":"00000001","severity":"warning","realm":"","subject":"vault","since":null,)"
              R"("count":7,"text":"odd","flapping":"7 times in 10 min","away":true,)"
              R"("acknowledged":{"at":880000,"by":"uid 1000","note":"on its way"}}])");
  CHECK_THAT(text, Contains("WARNING  00000001  vault, 7 times\n"));
  CHECK_THAT(text, Contains("  flapping: 7 times in 10 min, not at this moment\n"));
  CHECK_THAT(text, Contains("  acknowledged by uid 1000 2 min ago: on its way\n"));
  CHECK_THAT(text, Contains("0 errors, 1 warning.\n"));
}

TEST_CASE("muted problems are shown when all are asked for") {
  auto json =
      R"([{"id":"00000001","severity":"error","realm":"hall","subject":"floor","text":"odd",)"
      R"("muted":{"at":880000,"until":1060000,"by":"uid 1000","note":""}}])";
  CHECK(
      text_of(json)
      == "No other problems; 1 problem is muted: 'troupe problems --all' shows it.\n");
  CHECK_THAT(
      text_of(json, {0, true}),
      Contains("  muted until 1970-01-01 00:17:40.000 UTC by uid 1000 2 min ago\n"));
}

TEST_CASE("lines are folded between words, below the text, by characters") {
  CHECK(wrapped("", "one two three", 0) == "one two three\n");
  CHECK(wrapped("  - ", "one two three", 12) == "  - one two\n    three\n");
  CHECK(wrapped("", "äöü äöü", 7) == "äöü äöü\n");
  CHECK(wrapped("", "a-word-that-is-too-long b", 5) == "a-word-that-is-too-long\nb\n");
  CHECK(wrapped("x ", "", 80) == "x \n");
  CHECK(wrapped("", "a\x1b[2J", 80) == "a\\x1b[2J\n");
  auto text = text_of(floor_is_dead, {40, false});
  size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    CHECK(end - begin <= 40);
    begin = end + 1;
  }
}

TEST_CASE("health is one line and an exit code") {
  auto [json, text, code, with_warnings] = GENERATE(table<std::string, std::string, int, int>({
      {R"({"status":"ok","errors":0,"warnings":0,"muted":0,"since":986000,"worst":""})",
       "OK since 14 s: no problems\n", 0, 0},
      {R"({"status":"ok","errors":0,"warnings":0,"muted":2,"since":null,"worst":""})",
       "OK: no problems, 2 muted\n", 0, 0},
      {R"({"status":"warning","errors":0,"warnings":1,"since":986000,"worst":"a: b"})",
       "WARNING since 14 s: 1 warning: a: b\n", 0, 1},
      {R"({"status":"error","errors":2,"warnings":1,"since":986000,"worst":"a: b"})",
       "ERROR since 14 s: 2 errors, 1 warning: a: b\n", 1, 1},
      {"{}", ": no problems\n", 1, 1},
  }));
  auto answer = boost::json::parse(json);
  CHECK(health_text(answer, now) == text);
  CHECK(health_code(answer, false) == code);
  CHECK(health_code(answer, true) == with_warnings);
}

TEST_CASE("problems and health survive answers of any shape") {
  for (auto* x : {"null", "[]", "{}", "[1,null,[]]", R"([{"folded":5,"muted":{}}])"}) {
    auto answer = boost::json::parse(x);
    CHECK_NOTHROW(problems_text(answer, 0, {80, true}));
    CHECK_NOTHROW(health_text(answer, 0));
  }
}
