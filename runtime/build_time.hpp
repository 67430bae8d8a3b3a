#pragma once

#include <cstdint>

namespace troupe {

/// The day this program was built, ms since the epoch: no right clock stands before it.
int64_t built_ms();

} // namespace troupe
