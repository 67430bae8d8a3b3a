#pragma once

#include "actors/link/java_regex_reader.hpp"

#include <string>

/// The ends of lines and words, by Java's rules in the words of PCRE2.
namespace troupe {

/// `\R`: a group, of which the third character may be made `>`.
inline constexpr auto any_line_end = R"((?:\x0D\x0A|[\x0A-\x0D\x{85}\x{2028}\x{2029}]))";

/// `.`
std::string any_character(const java_regex_flags& flags);

/// `^`
std::string begin_of_line(const java_regex_flags& flags);

/// `$` and `\Z`: the end of any line, or of the last one.
std::string end_of_line(const java_regex_flags& flags, bool any);

/// `\b`, or `\B` where it is not positive.
std::string word_boundary(const java_regex_flags& flags, bool positive);

} // namespace troupe
