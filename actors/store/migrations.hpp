#pragma once

#include "actors/store/database.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace troupe {

/// What brings an empty file to version 1, version 1 to version 2, and so on.
/// `PRAGMA user_version` of a state.db counts the steps it has taken.
const std::vector<std::string>& migrations();

/// Brings `db`, which is `file`, to the newest version; all steps or none. A file that held
/// something is first copied to `<file>.v<version>-backup`, with mode 0600. Fails where
/// the file comes from a newer program.
caf::error
migrate(database& db, const std::filesystem::path& file, const std::vector<std::string>& steps);

} // namespace troupe
