#pragma once

#include "tests/support/catch.hpp"

#include "actors/link/filter_chain.hpp"
#include "actors/link/regex_filter.hpp"
#include "schemas/errors.hpp"

#include <initializer_list>

namespace troupe::test {

inline regex_filter pattern(std::string text, int group = 0, int index = 0) {
  return {std::move(text), true, false, group, index, {}};
}

/// What a pattern takes out of a text; "(none)" where nothing, else a sentence.
inline std::string found(const regex_filter& filter, std::string_view text) {
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

inline std::string refused(const std::string& text) {
  auto step = regex_step::compile(pattern(text));
  return step ? "" : sentence(step.error());
}

struct match {
  const char* pattern;
  const char* text;
  const char* found;
  int group = 0;
  int index = 0;
};

inline void check(std::initializer_list<match> cases) {
  for (auto& x : cases) {
    CAPTURE(x.pattern, x.text, x.group, x.index);
    CHECK(found(pattern(x.pattern, x.group, x.index), x.text) == x.found);
  }
}

} // namespace troupe::test
