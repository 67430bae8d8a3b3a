#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// The lines of a text file below tests/, split at their tabs; lines that begin
/// with `#` are left out. Throws what cannot be read.
std::vector<std::vector<std::string>> case_table(std::string_view name);

} // namespace troupe
