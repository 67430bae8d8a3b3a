#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe {

/// A date and time as OpenRemote reads it from a text (Jackson's StdDateFormat):
/// ISO 8601 with an offset, `Z` or no zone (then it is UTC), a date alone, RFC
/// 1123, or digits, which are epoch ms. Lenient: 30 February is 1 March, and white
/// space around the text does not count. In epoch ms.
std::optional<int64_t> date_value_of(std::string_view text);

} // namespace troupe
