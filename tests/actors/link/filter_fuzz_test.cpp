#include "tests/support/catch.hpp"

#include "actors/link/math_expression.hpp"
#include "actors/link/pipeline.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"
#include "tests/support/fuzzer.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

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

TEST_CASE("any pattern on any text gives a part of it, or a sentence", "[fuzz]") {
  fuzzer fuzz{5'000, "regex"};
  auto good = 0;
  while (fuzz.next()) {
    auto pattern = fuzz.pick(3) == 0 ? fuzz.text() : fuzz.of(pattern_pieces, 9);
    auto payload = fuzz.of(text_pieces, 12);
    auto compiled = false;
    auto out = run(
        regex_filter{
            pattern,
            fuzz.pick(2) == 0,
            fuzz.pick(2) == 0,
            static_cast<int64_t>(fuzz.pick(3)),
            static_cast<int64_t>(fuzz.pick(3)),
            {}},
        payload, compiled);
    auto explained = out.starts_with("value_filters[0]: ");
    auto part = compiled && repaired_utf8(payload).find(out) != out.npos;
    fuzz.check(valid_utf8(out) && (explained || part), pattern + " on " + payload);
    good += compiled;
  }
  CHECK(good > fuzz.rounds() / 20);
}

TEST_CASE("any expression gives a number, or a sentence", "[fuzz]") {
  fuzzer fuzz{5'000, "expression"};
  auto good = 0;
  while (fuzz.next()) {
    auto text = fuzz.pick(3) == 0 ? fuzz.text() : fuzz.of(expression_pieces, 12);
    auto expression = math_expression::compile(text);
    if (expression) {
      ++good;
      expression->evaluate(-1.5);
    } else {
      auto why = sentence(expression.error());
      fuzz.check(why.find(", at character ") != why.npos, text);
    }
  }
  CHECK(good > fuzz.rounds() / 50);
}

TEST_CASE("any indexes give a part of the text that is UTF-8, or nothing", "[fuzz]") {
  fuzzer fuzz{5'000};
  while (fuzz.next()) {
    auto index = [&] { return static_cast<int64_t>(fuzz.pick(24)) - 12; };
    auto payload = fuzz.of(text_pieces, 8);
    auto compiled = false;
    substring_filter filter{index(), {}, {}};
    if (fuzz.pick(3) > 0)
      filter.end_index = index();
    auto out = run(filter, payload, compiled);
    auto short_enough = out.size() <= repaired_utf8(payload).size() + 6;
    fuzz.check(compiled && valid_utf8(out) && short_enough, payload);
  }
}
