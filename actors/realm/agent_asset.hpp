#pragma once

#include "config/settings.hpp"
#include "schemas/messages.hpp"

namespace troupe {

/// An agent as an asset: `agentStatus` first, then its configuration under
/// OpenRemote's attribute names. Nothing secret is among them.
asset_settings agent_as_asset(const agent_settings& x);

/// The values of that asset's configuration attributes.
update_batch agent_configuration(const agent_settings& x, int64_t now_ms);

} // namespace troupe
