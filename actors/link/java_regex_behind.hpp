#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// How far back a `*` or `+` in a look-behind looks. Java has no limit, so that
/// a search that would need to look further fails.
inline constexpr size_t look_behind_max = 64;

/// The body of a look-behind, in the words of PCRE2, which takes only alternatives
/// of one length each: `a\d?` becomes `a|a\d`. Groups no longer capture. Nothing
/// where there is no need, or more is asked for than can be said; `room` bounds
/// what is written on the way, in bytes, and shrinks.
std::optional<std::string> spread_look_behind(std::string_view body, size_t& room);

} // namespace troupe
