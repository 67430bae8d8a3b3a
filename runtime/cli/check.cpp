#include "config/load.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/config_file.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/findings.hpp"

#include <iostream>

namespace troupe::cli {

int check(const check_options& x) {
  auto file = config_file(x);
  environment env;
  env.check_only = true;
  auto loaded = load_settings(file, env);
  add_link_findings(loaded.diagnostics, *loaded.draft);
  auto errors = error_count(loaded.diagnostics);
  if (x.json)
    std::cout << findings_json(loaded.diagnostics) << '\n';
  else {
    for (auto& finding : loaded.diagnostics)
      std::cout << to_string(finding) << '\n';
    std::cout
        << (errors == 0 ? good_line(file, *loaded.value, loaded.diagnostics)
                        : totals_line(loaded.diagnostics))
        << '\n';
  }
  return errors == 0 ? exit_well : exit_config;
}

} // namespace troupe::cli
