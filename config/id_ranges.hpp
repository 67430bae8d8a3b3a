#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Ids that are alike but for numbers: `press-{01..40}`, also with several ranges.
namespace troupe::config {

/// What is wrong with the braces of `text`. Empty if nothing.
std::string id_range_problem(std::string_view text);

/// How many ids a text without such problems stands for; not counted beyond 10^18.
uint64_t count_ids(std::string_view text);

/// Its ids, in order; the last range changes first. Numbers are filled up with zeros to the
/// width of the bounds if one of those begins with a zero.
std::vector<std::string> expand_ids(std::string_view text);

} // namespace troupe::config
