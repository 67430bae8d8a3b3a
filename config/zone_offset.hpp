#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::config {

/// The seconds ahead of UTC of `Z`, `+2`, `-02:30`, `+0230`, `+02:30:15` and the
/// like, at most 18 hours; also behind `UTC`, `GMT` or `UT`, which alone are 0.
/// Source: java.time.ZoneId.of.
std::optional<int64_t> parse_zone_offset(std::string_view text);

/// `+02:00`, with seconds where there are any; `Z` for 0.
std::string zone_offset_text(int64_t seconds);

} // namespace troupe::config
