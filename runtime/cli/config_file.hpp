#pragma once

#include "config/settings.hpp"
#include "runtime/cli/commands.hpp"

#include <string>

namespace troupe::cli {

/// The configuration file that `x` means: -c, $TROUPE_CONFIG or
/// /etc/troupe/troupe.toml. It need not exist.
std::string config_file(const config_options& x);

/// What a command has to know of the configuration to find the runtime.
struct found_settings {
  runtime_settings runtime;
  std::string named_by; ///< The file, or "the defaults".
};

/// Throws `command_error` (78) if a file was named and cannot be read; without
/// one the defaults do.
found_settings find_runtime_settings(const config_options& x);

} // namespace troupe::cli
