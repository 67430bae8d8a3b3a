#include "runtime/log_rate.hpp"

#include <utility>

namespace troupe {
namespace {

constexpr auto length = std::chrono::seconds{1};

} // namespace

bool log_rate::admit(std::string_view event, time_point now) {
  auto found = windows_.find(event);
  if (found == windows_.end())
    found = windows_.emplace(event, window{now}).first;
  auto& x = found->second;
  if (now - x.start >= length) {
    x.start = now;
    x.admitted = 0;
  }
  if (x.admitted < limit_) {
    ++x.admitted;
    return true;
  }
  ++x.held_back;
  held_back_ = true;
  return false;
}

std::vector<log_rate::suppressed> log_rate::collect(time_point now) {
  std::vector<suppressed> out;
  if (!held_back_)
    return out;
  held_back_ = false;
  for (auto& [event, x] : windows_) {
    if (x.held_back > 0 && now - x.start >= length)
      out.push_back({event, std::exchange(x.held_back, 0)});
    held_back_ |= x.held_back > 0;
  }
  return out;
}

} // namespace troupe
