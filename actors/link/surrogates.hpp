#pragma once

#include <string>
#include <string_view>

namespace troupe {

/// JSON whose `\u` escapes pair every surrogate: one that stands alone, which Java's
/// texts hold and UTF-8 cannot, becomes `\ufffd`. As long as `json`.
std::string with_paired_surrogates(std::string_view json);

} // namespace troupe
