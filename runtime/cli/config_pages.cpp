#include "config/reference.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/effective_config.hpp"
#include "runtime/cli/exit_code.hpp"

#include <iostream>

namespace troupe::cli {

int explain_config(const config_page_options& x) {
  if (x.effective)
    return show_effective(x);
  if (!x.page)
    throw command_error{exit_usage, "expected reference, schema or --effective"};
  std::cout << (*x.page == config_page::schema ? json_schema() : reference_page());
  return exit_well;
}

} // namespace troupe::cli
