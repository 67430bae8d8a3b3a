#pragma once

#include "config/effective.hpp"
#include "runtime/cli/commands.hpp"

#include <string>
#include <vector>

namespace troupe::cli {

/// Lines for people, each value with its place behind it.
std::string effective_text(const std::vector<config::effective_table>& tables);

/// An array of `{"key","value","file","line","column"}`; without the last three where the
/// value is from no file.
std::string effective_json(const std::vector<config::effective_table>& tables);

/// `config --effective`.
int show_effective(const config_page_options& x);

} // namespace troupe::cli
