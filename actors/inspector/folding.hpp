#pragma once

#include "actors/inspector/problems.hpp"

#include <vector>

namespace troupe {

/// Puts what follows from another problem under it, so that a dead broker is one problem and
/// not forty silent assets; errors come first, and what has an error under it is one. Problems of
/// one id become one.
std::vector<problem> fold(std::vector<problem> xs);

} // namespace troupe
