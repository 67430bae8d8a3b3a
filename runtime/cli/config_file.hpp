#pragma once

#include "config/load.hpp"
#include "runtime/cli/commands.hpp"

#include <memory>
#include <string>
#include <vector>

namespace troupe::cli {

/// The configuration file that `x` means: -c, $TROUPE_CONFIG or
/// /etc/troupe/troupe.toml. It need not exist.
std::string config_file(const config_options& x);

/// The whole configuration, for commands that work without a runtime; credentials
/// that this shell cannot see read as empty; `unseen` has those of the vault.
/// Without a file that somebody named, and none in the default place, the defaults
/// do. Prints what is wrong and throws `command_error` (78) if that is more.
struct offline_settings {
  std::shared_ptr<const settings> value;
  std::vector<unseen_secret> unseen;
};
offline_settings load_offline(const config_options& x);

/// What a command has to know of the configuration to find the runtime.
struct found_settings {
  runtime_settings runtime;
  std::string named_by; ///< The file, or "the defaults".
};

/// Throws `command_error` (78) if a file was named and cannot be read; without
/// one the defaults do.
found_settings find_runtime_settings(const config_options& x);

} // namespace troupe::cli
