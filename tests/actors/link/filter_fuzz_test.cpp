#include "tests/support/catch.hpp"

#include "actors/link/math_expression.hpp"
#include "actors/link/pipeline.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <cstdlib>
#include <random>

using namespace troupe;

namespace {

/// Rounds of each test; TROUPE_FUZZ_ROUNDS asks for more.
int rounds() {
  auto wanted = std::getenv("TROUPE_FUZZ_ROUNDS");
  return wanted ? std::atoi(wanted) : 5'000;
}

/// Texts put together from pieces, always the same ones.
class composer {
public:
  size_t pick(size_t below) { return random_() % below; }

  template <size_t N>
  std::string operator()(const std::string_view (&pieces)[N], size_t most) {
    std::string out;
    for (auto count = pick(most + 1); count > 0; --count)
      out += pieces[pick(N)];
    return out;
  }

private:
  std::mt19937 random_{20270311};
};

constexpr std::string_view pattern_pieces[] = {
    "a",    "b",     "é",    "🌡",  ".",     "^",    "$",      "*",      "+",      "?",
    "*+",   "+?",    "{2}",  "{1,3}", "{",     "}",    "(",      ")",      "(?:",    "(?=",
    "(?!",  "(?<=",  "(?<!", "(?>",   "(?<n>", "(?i)", "(?iu)",  "(?x)",   "(?-s:",  "(?U)",
    "[",    "]",     "[^",   "-",     "&&",    "\\",   "\\d",    "\\W",    "\\b",    "\\G",
    "\\R",  "\\X",   "\\Q",  "\\E",   "\\1",   "\\12", "\\k<n>", "\\p{L}", "\\p{In", "\\P{IsGreek}",
    "\\x{", "\\u00", "\\0",  "\\c",   "|",     "#",    " ",      "\n",     "\xFF",   "\\uD83C"};

constexpr std::string_view expression_pieces[] = {
    "x",  "1", "2.5", "1e3",  ".",  "e",   "pi", "π",   "+",    "-",    "*",           "/", "%",
    "^",  "÷", "(",   ")",    "[",  "}",   ",",  "sin", "pow(", "log",  "cot(",        " ", "!",
    "\t", "y", "_",   "\xFF", "1e", "abs", "x2", "(x)", "-x+",  "2pi^", "\xE2\x80\x83"};

constexpr std::string_view text_pieces[] = {"a",        "b",           "ab",   "é", "🌡",
                                            "1",        " ",           "\r\n", "n", "\xFF",
                                            "\xC2\x85", "aaaaaaaaaaa", "-7",   "温"};

std::string run(const value_filter& filter, const std::string& payload, bool& compiled) {
  agent_link_settings link;
  link.value_filters = {filter};
  auto pipeline = inbound_pipeline::compile(link, value_type::text);
  compiled = static_cast<bool>(pipeline);
  if (!pipeline)
    return sentence(pipeline.error());
  payload_view message{"a/b", payload};
  auto got = (*pipeline)->run(message, 0);
  return got.verdict == verdict::value ? std::get<std::string>(got.content) : got.why;
}

} // namespace

TEST_CASE("any pattern on any text gives a part of it, or a sentence") {
  composer compose;
  auto good = 0;
  auto bad = 0;
  for (auto round = 0; round < rounds(); ++round) {
    auto payload = compose(text_pieces, 12);
    auto compiled = false;
    auto out = run(
        regex_filter{
            compose(pattern_pieces, 9),
            compose.pick(2) == 0,
            compose.pick(2) == 0,
            static_cast<int64_t>(compose.pick(3)),
            static_cast<int64_t>(compose.pick(3)),
            {}},
        payload, compiled);
    auto explained = out.starts_with("value_filters[0]: ");
    bad += !valid_utf8(out)
           || (compiled && !explained && repaired_utf8(payload).find(out) == out.npos)
           || (!compiled && !explained);
    good += compiled;
  }
  CHECK(good > rounds() / 20);
  CHECK(bad == 0);
}

TEST_CASE("any expression gives a number, or a sentence") {
  composer compose;
  auto good = 0;
  auto bad = 0;
  for (auto round = 0; round < rounds(); ++round) {
    auto expression = math_expression::compile(compose(expression_pieces, 12));
    if (expression) {
      ++good;
      expression->evaluate(-1.5);
    } else {
      auto why = sentence(expression.error());
      bad += why.find(", at character ") == why.npos;
    }
  }
  CHECK(good > rounds() / 50);
  CHECK(bad == 0);
}

TEST_CASE("any indexes give a part of the text that is UTF-8, or nothing") {
  composer compose;
  auto bad = 0;
  for (auto round = 0; round < rounds(); ++round) {
    auto index = [&] { return static_cast<int64_t>(compose.pick(24)) - 12; };
    auto payload = compose(text_pieces, 8);
    auto compiled = false;
    substring_filter filter{index(), {}, {}};
    if (compose.pick(3) > 0)
      filter.end_index = index();
    auto out = run(filter, payload, compiled);
    bad += !compiled || !valid_utf8(out) || out.size() > repaired_utf8(payload).size() + 6;
  }
  CHECK(bad == 0);
}
