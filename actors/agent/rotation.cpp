#include "actors/agent/rotation.hpp"

#include <utility>

namespace troupe {

bool rotation::begin_check() {
  if (stage_ != stage::none)
    return false;
  stage_ = stage::checking;
  return true;
}

bool rotation::closed(const std::string& key, bool was_connected, refusal refused) {
  auto left = std::exchange(stage_, stage::none) == stage::leaving;
  if (was_connected)
    return left;
  if (good_.empty() || refused == refusal::by_us) // that is not about the key
    return false;
  other_turn_ = key == good_;
  if (other_turn_)
    return false;
  doubted_ = key;
  return refused == refusal::by_broker; // which is there, and takes the good one perhaps
}

bool rotation::connected(const std::string& key) {
  other_turn_ = false;
  if (doubts(key))
    doubted_.clear();
  auto before = std::exchange(good_, key);
  return !before.empty() && before != key;
}

} // namespace troupe
