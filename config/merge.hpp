#pragma once

#include "config/diagnostic.hpp"
#include "config/tree.hpp"

#include <vector>

namespace troupe::config {

/// One table of all the keys in `parts`, in their order. Tables of one name
/// merge; any other key set twice is an error, and the first stays.
table merge(std::vector<table> parts, diagnostics& problems);

} // namespace troupe::config
