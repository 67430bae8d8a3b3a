#include "actors/agent/rotation.hpp"

#include <utility>

namespace troupe {

bool rotation::closed() {
  switch (stage_) {
  case stage::leaving: enter(stage::trying, false); return true;
  case stage::trying: enter(stage::reverting, true); return true;
  case stage::proving: [[fallthrough]]; // lost meanwhile: the next attempt takes the new key
  case stage::reverting: enter(stage::none, false); return false; // the keys are not the cause
  case stage::none: return false;
  }
  return false;
}

enum rotation::stage rotation::connected() { return std::exchange(stage_, stage::none); }

} // namespace troupe
