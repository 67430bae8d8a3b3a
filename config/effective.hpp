#pragma once

#include "config/load.hpp"
#include "config/tree.hpp"

#include <string>
#include <vector>

/// A configuration as it counts once templates, groups and defaults are applied, and where
/// each value comes from.
namespace troupe::config {

struct effective_value {
  std::string key; ///< Within its table: "attribute.oil_temp.agent_link.qos".
  node value;      ///< `at` is where it was written; without a line: in no file.
};

/// An agent, an asset or a section. Values that are as by default, and set nowhere, are not
/// among them; secrets are named by their place and never shown.
struct effective_table {
  std::string path; ///< "realm.hall.asset.press-9"
  origin at;
  std::vector<effective_value> values;
};

struct effective_result {
  load_result loaded;
  std::vector<effective_table> tables; ///< Empty if the configuration has errors.
};

/// Reads `file`. Of all, of one realm, or of its agent or asset `id`; empty: all.
effective_result effective(
    const std::filesystem::path& file, const environment& env, const std::string& realm = {},
    const std::string& id = {});

} // namespace troupe::config
