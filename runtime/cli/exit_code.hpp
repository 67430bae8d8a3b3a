#pragma once

namespace troupe::cli {

/// How a command ends; the numbers of sysexits.h where it has one.
enum exit_code : int {
  exit_well = 0,
  exit_failed = 1,      ///< The check or the command failed.
  exit_usage = 64,      ///< The command line makes no sense.
  exit_no_runtime = 69, ///< No runtime to talk to.
  exit_config = 78,     ///< The configuration is invalid.
};

} // namespace troupe::cli
