#include "runtime/cli/case_report.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"

#include <iostream>

namespace troupe::cli {

int test_links(const test_links_options& x) {
  std::vector<case_report> all;
  for (auto& file : x.files) {
    auto& report = all.emplace_back(run_case_file(file, now_ms()));
    if (x.json)
      continue;
    std::cout << failures_text(report);
    std::cerr << doubts_text(report) << broken_line(report);
  }
  std::cout << (x.json ? reports_json(all) + "\n" : totals_line(all));
  return all_passed(all) ? exit_well : exit_failed;
}

} // namespace troupe::cli
