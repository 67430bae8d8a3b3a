#pragma once

#include <string>
#include <string_view>

namespace troupe {

/// Replaces `out` by valid UTF-8 `x` in upper case: the full mapping of
/// Unicode for no particular language, `ß` becomes `SS`.
void upper_case(std::string_view x, std::string& out);

} // namespace troupe
