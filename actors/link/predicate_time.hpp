#pragma once

#include "config/date_bound.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe {

/// The moment that `x` stands for at `now_ms`, in ms since the epoch. Periods
/// follow the calendar of UTC; beyond 64 bits the last moment there is.
int64_t moment_of(const date_bound& x, int64_t now_ms);

/// A text as OpenRemote reads dates (Jackson's StdDateFormat): ISO 8601 with an
/// optional time and offset, days and hours beyond their month and day counting
/// on; RFC 1123; or digits, which are ms since the epoch.
std::optional<int64_t> parse_date_text(std::string_view text);

} // namespace troupe
