#pragma once

#include <caf/error.hpp>

#include <chrono>
#include <deque>
#include <optional>
#include <string>

namespace troupe {

/// When a supervisor restarts a child that died: at once, then with doubling
/// delays, and not at all once the budget within the window is spent.
class restart_schedule {
public:
  using time_point = std::chrono::steady_clock::time_point;

  static constexpr size_t budget = 5;
  static constexpr std::chrono::seconds window{60};

  /// The child died at `now`. Nothing: the budget is spent.
  std::optional<std::chrono::milliseconds> died(time_point now);

private:
  std::deque<time_point> deaths_;
};

/// Why a supervisor gives up: the budget of its child `who` is spent.
caf::error spent(const std::string& who, const caf::error& last_cause);

} // namespace troupe
