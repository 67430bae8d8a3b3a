#pragma once

#include "runtime/openremote/openremote_export.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// A readable id made of a name: "Kühlwasser (Halle 2)" is "kuhlwasser-halle-2".
/// Empty where no letter or digit is left.
std::string slug(std::string_view name);

/// Names for the realms of an export: their own where Troupe takes them.
std::map<std::string, std::string> realm_names(const std::vector<export_asset>& assets);

/// The ids of the assets here, in their order. They are made of the names, with that
/// of the parent in front where two have one name, then with a number; or kept, where
/// Troupe takes them. Unique within a realm.
std::vector<std::string> asset_ids(const std::vector<export_asset>& assets, bool keep);

} // namespace troupe
