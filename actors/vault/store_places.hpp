#pragma once

#include "config/load.hpp"
#include "config/settings.hpp"

#include <caf/expected.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Where the two stores lie and which passwords may open them, as OpenRemote's
/// variables and the configuration say. Variables come first.
namespace troupe {

/// A password, and who says it.
struct known_password {
  std::string source; ///< "OR_KEYSTORE_PASSWORD", "vault.keystore_password", "the empty password".
  secret text;
  bool fallback = false;      ///< Opens a store that has it, but no new one gets it.
  bool beside_stores = false; ///< It lies in the stores' own folder.
};

/// Whether everybody knows it: the empty one, and the one OpenRemote comes with.
bool is_well_known(const secret& x);

struct store_place {
  std::filesystem::path file;
  std::string named_by;  ///< The variable or setting; empty: the default place, made if missing.
  bool for_keys = false; ///< Of client keys; else of trusted certificates.
  /// The first is the one the store ought to have, the others are tried after it.
  std::vector<known_password> passwords;
};

struct vault_places {
  std::filesystem::path storage;
  store_place keys;
  store_place trusted;
  std::optional<secret> key_password; ///< Of the keys; none: the store's.
  bool legacy = false;

  std::filesystem::path folder() const { return storage / "keystores"; }
  /// Where the password is kept that is made up when nobody names one.
  std::filesystem::path password_file() const { return folder() / "password"; }
};

/// Fails with `config_invalid`, naming the variable, where one of them is wrong. A
/// variable X can also stand in a file that X_FILE names.
caf::expected<vault_places> find_stores(const settings& x, const environment& env = {});

} // namespace troupe
