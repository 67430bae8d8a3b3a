#include "actors/supervision.hpp"

#include "schemas/errors.hpp"

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

caf::error spent(const std::string& who, const caf::error& last_cause) {
  return failure(
      errc::given_up, who + " failed more than " + std::to_string(restart_schedule::budget)
                          + " times within " + std::to_string(restart_schedule::window.count())
                          + " s, at last: " + sentence(last_cause));
}

} // namespace troupe
