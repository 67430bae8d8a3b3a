#include "actors/agent/reconnect.hpp"

#include <algorithm>

namespace troupe {

reconnect_schedule::reconnect_schedule(milliseconds shortest, milliseconds longest, uint64_t seed)
    : shortest_{shortest}, longest_{longest}, next_{shortest},
      random_{static_cast<std::minstd_rand::result_type>(seed)} {}

reconnect_schedule::milliseconds reconnect_schedule::failed() {
  auto base = std::min(next_, longest_);
  next_ = std::min(next_ * 2, longest_);
  std::uniform_real_distribution<double> jitter{0.75, 1.25};
  return milliseconds{static_cast<int64_t>(static_cast<double>(base.count()) * jitter(random_))};
}

reconnect_schedule::milliseconds reconnect_schedule::lost(milliseconds lasted) {
  auto steady = 5 * shortest_;
  if (lasted < steady)
    return failed();
  next_ = std::min(steady, longest_);
  return milliseconds{0};
}

} // namespace troupe
