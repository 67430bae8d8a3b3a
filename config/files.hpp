#pragma once

#include "config/diagnostic.hpp"
#include "config/tree.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::config {

/// A configuration in one piece.
struct source {
  std::optional<node> root;       ///< Nothing if a file cannot be read or is no TOML.
  std::vector<std::string> files; ///< In the order of reading.
};

/// Reads `file` with all it includes into one tree: tables merge, a key that
/// is set twice is an error that names both places. `problems` tells what failed.
source read_files(const std::filesystem::path& file, diagnostics& problems);

/// The same for a text in memory that stands for the file `name`.
source read_text(std::string_view text, std::string name, diagnostics& problems);

} // namespace troupe::config
