#pragma once

#include "runtime/link_cases/link_cases.hpp"

#include <string>
#include <vector>

/// What `test-links` prints.
namespace troupe::cli {

/// A block for each case that failed: where it stands, what it is about, what
/// was expected and what came.
std::string failures_text(const case_report& x);

/// "FILE:LINE: ID: warning: …" for each case that may not be meant as it stands.
std::string doubts_text(const case_report& x);

/// "FILE:LINE:COL: error: …" for a file that is none; else empty.
std::string broken_line(const case_report& x);

/// "12 passed, 3 failed".
std::string totals_line(const std::vector<case_report>& all);

/// `{"passed","failed","failures":[…],"warnings":[…],"errors":[…]}`.
std::string reports_json(const std::vector<case_report>& all);

/// Whether nothing failed.
bool all_passed(const std::vector<case_report>& all);

} // namespace troupe::cli
