#pragma once

#include "actors/vault/open_stores.hpp"
#include "actors/vault/store_files.hpp"

#include <string>

namespace troupe {

/// Adds to the problems of `x` who but the service may read or change the store, its folder
/// and its password, and what is wrong with that password. `file` is what was read of `x`.
void note_weaknesses(opened_store& x, const vault_places& all, const file_content& file);

/// Why keytool could not use a store of this password, which is from `source`; empty: it can.
std::string keytool_problem(const std::string& source, const secret& password);

} // namespace troupe
