#pragma once

#include "config/settings.hpp"

#include <string>
#include <vector>

namespace troupe {

/// One thing to say about a configuration.
struct diagnostic {
  enum severity { error, warning };
  severity level = error;
  origin at;
  std::string text; ///< The key's path, what was expected and what was found.
};

using diagnostics = std::vector<diagnostic>;

/// " (asset_group at FILE:LINE:COL)", to end what is said of an asset that a group makes;
/// empty where `group` is nowhere.
std::string group_note(const origin& group);

/// "FILE:LINE:COL: error: TEXT".
std::string to_string(const diagnostic& x);

} // namespace troupe
