#pragma once

#include "actors/store/database.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace troupe {

/// A realm's state.db, opened for its one writer.
struct state_file {
  database db;
  std::string set_aside; ///< Where the damaged file before it lies; empty: there was none.
};

/// Opens `file` or makes it, with its folders (0700, files 0600), in WAL mode, at the newest
/// schema. `full_sync`: a commit survives losing power. A damaged file is set aside as
/// `<file>.corrupt-<UTC time>` and a new one made. Else fails with a sentence that names the file.
caf::expected<state_file>
open_state_file(const std::filesystem::path& file, bool full_sync, int64_t now_ms);

/// Renames a damaged database and what belongs to it; answers its new name.
caf::expected<std::string> set_aside(const std::filesystem::path& file, int64_t now_ms);

} // namespace troupe
