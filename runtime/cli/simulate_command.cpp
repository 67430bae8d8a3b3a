#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"

namespace troupe::cli {

int simulate(const simulate_options& x) { return troupe::simulate(x) ? exit_well : exit_failed; }

} // namespace troupe::cli
