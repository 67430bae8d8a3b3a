#include "config/load.hpp"
#include "runtime/cli/config_file.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/findings.hpp"
#include "runtime/run.hpp"

#include <iostream>

namespace troupe::cli {

int run(const config_options& x) {
  auto file = config_file(x);
  auto loaded = load_settings(file);
  add_link_findings(loaded.diagnostics, *loaded.draft);
  for (auto& finding : loaded.diagnostics)
    std::cerr << to_string(finding) << '\n';
  loaded.draft.reset();
  if (error_count(loaded.diagnostics) == 0)
    return troupe::run(std::move(loaded.value), std::filesystem::absolute(file));
  std::cerr << totals_line(loaded.diagnostics) << '\n';
  return exit_config;
}

} // namespace troupe::cli
