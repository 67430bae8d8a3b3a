#pragma once

#include "config/settings.hpp"

#include <string>

namespace troupe::config {

/// Remembers with the links of `x` where the group stands that makes it.
void note_group(asset_settings& x, const origin& group);

/// " (asset_group at FILE:LINE:COL)"; empty for an attribute without link, or of no group.
std::string group_note(const attribute_settings& x);

} // namespace troupe::config
