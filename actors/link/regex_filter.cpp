#include "actors/link/regex_filter.hpp"

#include "actors/link/filter_chain.hpp"
#include "actors/link/java_regex.hpp"
#include "actors/link/step_reading.hpp"
#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe {

regex_step::regex_step(pcre2_pattern pattern, const regex_filter& x)
    : pattern_{std::move(pattern)}, index_{static_cast<uint32_t>(
                                        std::clamp<int64_t>(x.match_index, 0, UINT32_MAX))},
      group_{x.match_group} {}

caf::expected<regex_step> regex_step::compile(const regex_filter& x) {
  java_regex_flags flags;
  flags.dot_all = x.dot_all;
  flags.multiline = x.multiline;
  auto translated = translate_java_regex(x.pattern, flags);
  if (!translated)
    return translated.error();
  pcre2_pattern::refusal refusal;
  auto pattern = pcre2_pattern::compile(translated->pattern, refusal);
  if (!pattern)
    return failure(
        errc::config_invalid, "the pattern cannot be translated: " + refusal.why + ", at character "
                                  + std::to_string(translated->place_of(refusal.at) + 1));
  if (translated->uses_last_match && x.match_index > 0 && pattern->matches_nothing())
    return failure(
        errc::config_invalid, "\\G in a pattern that may match nothing cannot be translated for a "
                              "match_index above 0");
  if (x.match_group > 0 && x.match_group <= UINT32_MAX
      && translated->groups.vague(static_cast<uint32_t>(x.match_group)))
    return failure(
        errc::config_invalid,
        "what group " + std::to_string(x.match_group)
            + " holds cannot be translated: Java may take it from an attempt that failed");
  return regex_step{std::move(*pattern), x};
}

caf::error regex_step::apply(step_value& x, filter_workspace& space) const {
  auto text = text_form(x, space);
  if (!text) {
    x.content = std::monostate{};
    return {};
  }
  auto group = static_cast<uint32_t>(std::clamp<int64_t>(group_, 0, UINT32_MAX));
  auto found = pattern_.find(*text, index_, group);
  if (found.outcome == pcre2_pattern::outcome::too_much)
    return failure(errc::payload_invalid, "the search takes too many steps on this text");
  if (found.outcome == pcre2_pattern::outcome::found && group_ < 0)
    return failure(errc::payload_invalid, "there is no group with a negative number");
  if (found.group)
    x = {*found.group, false};
  else
    x = {std::monostate{}, true};
  return {};
}

std::optional<uint32_t> regex_step::matches_in(std::string_view text, uint32_t most) const {
  for (uint32_t i = 0; i < most; ++i) {
    auto found = pattern_.find(text, i, 0);
    if (found.outcome == pcre2_pattern::outcome::too_much)
      return std::nullopt;
    if (found.outcome == pcre2_pattern::outcome::none)
      return i;
  }
  return most;
}

} // namespace troupe
