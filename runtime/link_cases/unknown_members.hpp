#pragma once

#include "actors/link/json_document.hpp"

#include <string>

namespace troupe {

/// A sentence about a member of the case's link that is none of a link's: OpenRemote passes
/// over it in silence, so a misspelt one would be missed. Empty: there is none.
std::string unknown_member(const json_node& test);

} // namespace troupe
