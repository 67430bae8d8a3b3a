#include "config/reference.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"

#include <iostream>

namespace troupe::cli {

int explain_config(const config_page& x) {
  std::cout << (x == config_page::schema ? json_schema() : reference_page());
  return exit_well;
}

} // namespace troupe::cli
