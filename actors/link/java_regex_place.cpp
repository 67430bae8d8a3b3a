#include "actors/link/java_regex_place.hpp"

#include "actors/link/java_regex_names.hpp"

namespace troupe {

std::string any_character(const java_regex_flags& flags) {
  if (flags.dot_all)
    return ".";
  return flags.unix_lines ? R"([^\x0A])" : R"([^\x0A\x0D\x{85}\x{2028}\x{2029}])";
}

std::string begin_of_line(const java_regex_flags& flags) {
  if (!flags.multiline)
    return R"(\A)";
  // Java: never at the end, not even of an empty text.
  return flags.unix_lines
             ? R"((?:(?!\z)(?:\A|(?<=\x0A))))"
             : R"((?:(?!\z)(?:\A|(?<=[\x0A\x{85}\x{2028}\x{2029}])|(?<=\x0D)(?!\x0A))))";
}

std::string end_of_line(const java_regex_flags& flags, bool any) {
  constexpr auto lone_ends = R"([\x0D\x{85}\x{2028}\x{2029}])"; // a \r\n is one end
  if (flags.unix_lines)
    return any ? R"((?:\z|(?=\x0A)))" : R"((?:\z|(?=\x0A\z)))";
  auto end = any ? std::string{} : R"(\z)";
  auto pair = any ? std::string{} : R"((?=\x0D\x0A\z)|)";
  return R"((?:\z|)" + pair + "(?=" + lone_ends + end + R"()|(?<!\x0D)(?=\x0A)" + end + "))";
}

std::string word_boundary(const java_regex_flags& flags, bool positive) {
  if (!flags.unicode_sets)
    return positive ? R"(\b)" : R"(\B)";
  auto word = java_short_class('w', true)->pattern();
  auto here = positive ? "?!" : "?=";
  auto there = positive ? "?=" : "?!";
  return "(?:(?<=" + word + ")(" + here + word + ")|(?<!" + word + ")(" + there + word + "))";
}

} // namespace troupe
