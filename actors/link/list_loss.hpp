#pragma once

#include "actors/link/json_path.hpp"

#include <string>

namespace troupe {

/// What to know of the array that a path to several places found in `root`: why
/// nothing is in it, if so, else how to take one value of it.
std::string list_words(const json_path& path, const json_node& root, const json_node& found);

} // namespace troupe
