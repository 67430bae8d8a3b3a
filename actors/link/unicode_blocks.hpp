#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace troupe {

struct unicode_range {
  char32_t first;
  char32_t last;
};

/// The block of this name, however its words are joined: "Latin-1 Supplement",
/// "LATIN_1_SUPPLEMENT".
std::optional<unicode_range> unicode_block(std::string_view name);

} // namespace troupe
