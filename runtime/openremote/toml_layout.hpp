#pragma once

#include "config/tree.hpp"
#include "runtime/openremote/import_attribute.hpp"

#include <string>
#include <vector>

/// How tables are laid out for people to read and to maintain.
namespace troupe {

/// Takes what the links of an asset have in common out of them: the defaults for all,
/// with which each means the same as before. Empty where there is nothing worth it.
config::table common_link(std::vector<imported_attribute>& attributes);

/// The keys, a line for each, with the `=` in one column. A table stands within its line
/// where that is not too long; otherwise it gets lines of its own with dotted keys.
std::string key_lines(const config::table& keys);

} // namespace troupe
