#pragma once

#include "actors/link/java_format_text.hpp"

#include <cstdint>

/// Dates as java.util.Formatter shows them.
namespace troupe::formatting {

/// For `t` and the letter behind it.
text_result date(const part& x, int64_t epoch_ms, const time_zone& zone);

/// For `s`: as java.util.Date's toString.
text_result plain_date(int64_t epoch_ms, const time_zone& zone);

} // namespace troupe::formatting
