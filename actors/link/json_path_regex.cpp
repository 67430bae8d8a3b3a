#include "actors/link/json_path_regex.hpp"

#include "actors/link/java_regex.hpp"
#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe::jsonpath {
namespace {

java_regex_flags read_flags(std::string_view letters) {
  auto has = [&](char letter) { return letters.find(letter) != letters.npos; };
  java_regex_flags out;
  out.ignore_case = has('i');
  out.unix_lines = has('d');
  out.multiline = has('m');
  out.dot_all = has('s');
  out.unicode_case = has('u');
  out.comments = has('x');
  out.unicode_sets = has('U');
  return out;
}

} // namespace

caf::expected<regex_tester>
regex_tester::compile(std::string_view pattern, std::string_view flags) {
  auto translated = translate_java_regex(pattern, read_flags(flags));
  if (!translated)
    return translated.error();
  constexpr std::string_view begin = "\\A(?:";
  pcre2_pattern::refusal refusal;
  auto whole = pcre2_pattern::compile(
      std::string{begin}.append(translated->pattern).append(")\\z"), refusal);
  if (!whole) {
    auto at = translated->place_of(refusal.at - std::min(refusal.at, begin.size()));
    return failure(
        errc::config_invalid, "the pattern cannot be translated: " + refusal.why + ", at character "
                                  + std::to_string(at + 1));
  }
  return regex_tester{std::move(*whole)};
}

regex_tester::verdict regex_tester::test(std::string_view text) const {
  switch (pattern_.find(text, 0, 0).outcome) {
  case pcre2_pattern::outcome::found: return verdict::match;
  case pcre2_pattern::outcome::none: return verdict::no_match;
  case pcre2_pattern::outcome::too_much: break;
  }
  return verdict::too_hard;
}

} // namespace troupe::jsonpath
