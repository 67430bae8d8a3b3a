#include "actors/agent/rotation.hpp"

#include <utility>

namespace troupe {

bool rotation::begin(const std::string& present) {
  if (present == refused_)
    return false;
  stage_ = stage::proving;
  return true;
}

void rotation::refuse(const std::string& present) {
  refused_ = present;
  stage_ = stage::none;
}

bool rotation::closed(const std::string& key) {
  switch (std::exchange(stage_, stage::none)) {
  case stage::leaving: stage_ = stage::trying; return true;
  case stage::trying:
    refused_ = key;
    other_turn_ = false;
    stage_ = stage::reverting;
    return true;
  case stage::proving: [[fallthrough]]; // lost meanwhile: the next attempt takes the new key
  case stage::reverting: [[fallthrough]];
  case stage::none: other_turn_ = !other_turn_ && !refused_.empty(); return false;
  }
  return false;
}

enum rotation::stage rotation::connected(const std::string& key) {
  good_ = key;
  other_turn_ = false;
  if (key == refused_)
    refused_.clear();
  return std::exchange(stage_, stage::none);
}

} // namespace troupe
