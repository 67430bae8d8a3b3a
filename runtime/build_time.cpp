#include "runtime/build_time.hpp"

namespace troupe {

int64_t built_ms() { return int64_t{TROUPE_BUILT_S} * 1'000; }

} // namespace troupe
