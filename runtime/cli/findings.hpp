#pragma once

#include "config/diagnostic.hpp"

#include <string>

/// What `check` finds besides reading the file, and how it sums up.
namespace troupe::cli {

size_t error_count(const diagnostics& x);

/// "3 errors, 1 warning".
std::string totals_line(const diagnostics& x);

/// "FILE: good: 1 realm, 2 agents, 3 assets, 4 links", and the warnings if any.
std::string good_line(const std::string& file, const settings& x, const diagnostics& found);

/// `[{"file","line","column","severity","text"}]`.
std::string findings_json(const diagnostics& x);

/// Compiles what every agent link of `x` does; what cannot be is an error where
/// the link stands, what can never happen a warning.
void add_link_findings(diagnostics& out, const settings& x);

} // namespace troupe::cli
