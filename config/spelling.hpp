#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Help for who mistyped a name.
namespace troupe::config {

/// The insertions, deletions, replacements and swaps of neighbours that turn
/// `a` into `b`; letters differ by case count half. At most `limit` is told apart.
double edit_distance(std::string_view a, std::string_view b, double limit);

/// The known name closest to `word`; empty if none is close.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

/// `; did you mean "port"?`, or empty if no known name is close.
std::string likely(std::string_view word, const std::vector<std::string_view>& known);

/// The same, and the list of all known names where it is short.
std::string hint(std::string_view word, const std::vector<std::string_view>& known);

/// `"a", "b" or "c"`.
std::string one_of(const std::vector<std::string_view>& words);

/// `x` in double quotes, escaped, cut after some 60 bytes.
std::string in_quotes(std::string_view x);

} // namespace troupe::config
