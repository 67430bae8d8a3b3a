#pragma once

#include "config/date_bound.hpp"

#include <cstdint>

namespace troupe {

/// The moment that `x` stands for at `now_ms`, in ms since the epoch. Periods
/// follow the calendar of UTC; beyond 64 bits the last moment there is.
int64_t moment_of(const date_bound& x, int64_t now_ms);

} // namespace troupe
