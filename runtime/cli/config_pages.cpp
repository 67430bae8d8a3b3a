#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"
namespace troupe::cli {
int explain_config(const config_page&) { return exit_well; }
} // namespace troupe::cli
