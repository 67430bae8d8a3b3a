#include "actors/supervision.hpp"

namespace troupe {

std::optional<std::chrono::milliseconds> restart_schedule::died(time_point now) {
  while (!deaths_.empty() && now - deaths_.front() > window)
    deaths_.pop_front();
  if (deaths_.size() >= budget)
    return std::nullopt;
  auto delay = deaths_.empty() ? std::chrono::milliseconds{0}
                               : std::chrono::milliseconds{100 << (deaths_.size() - 1)};
  deaths_.push_back(now);
  return delay;
}

} // namespace troupe
