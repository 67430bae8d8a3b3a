#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Keeps one event from drowning the others: of each name, so many a second
/// pass, the rest is counted. Not for several threads.
class log_rate {
public:
  using time_point = std::chrono::steady_clock::time_point;

  struct suppressed {
    std::string event;
    uint64_t count = 0;
  };

  explicit log_rate(uint32_t events_per_second_max = 100) : limit_{events_per_second_max} {}

  /// Whether this event may be written.
  bool admit(std::string_view event, time_point now);

  /// What was held back in seconds that are over, each told once.
  std::vector<suppressed> collect(time_point now);

private:
  struct window {
    time_point start;
    uint32_t admitted = 0;
    uint64_t held_back = 0; ///< Of earlier windows too, until told.
  };

  uint32_t limit_;
  bool held_back_ = false;
  std::map<std::string, window, std::less<>> windows_;
};

} // namespace troupe
