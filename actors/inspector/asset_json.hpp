#pragma once

#include "actors/inspector/json_writer.hpp"
#include "config/settings.hpp"
#include "schemas/messages.hpp"

#include <string>
#include <vector>

namespace troupe {

/// An asset as OpenRemote writes it: {id, name, type, realm, parentId,
/// attributes: {name: {name, type, value, timestamp, meta}}}.
void append_asset(
    json_writer& out, const std::string& realm, const asset_settings& x,
    const std::vector<const attribute_view*>& attributes);

/// The asset with this id, an agent being one, too; nothing if there is none.
std::optional<asset_settings> find_asset(const realm_settings& realm, std::string_view id);

/// An agent as an asset; its attributes are known to the realm only.
asset_settings as_asset(const agent_settings& x);

} // namespace troupe
