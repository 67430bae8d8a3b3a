#pragma once

namespace troupe::cli {

/// Does what the command line says and answers the process's exit code (see
/// `exit_code`). Prints to standard output; errors, one sentence each, to
/// standard error.
int command_line(int argc, const char* const* argv);

} // namespace troupe::cli
