#pragma once

#include "actors/vault/keystore.hpp"
#include "actors/vault/store_files.hpp"
#include "actors/vault/store_places.hpp"

namespace troupe {

/// Something that stays wrong until somebody acts.
struct store_problem {
  std::string text;
  bool low = false; ///< Worth knowing; nothing fails for it.
};

/// A store that has been read.
struct opened_store {
  store_place place;
  keystore content;
  known_password password; ///< The one that opened it.
  file_stamp stamp;        ///< Of what was read.
  std::vector<store_problem> problems;
};

/// Makes the folder and the stores that are missing in their default place, empty;
/// keytool imports into them. Without any password of the operator's a random one is
/// made first and kept beside them. Fails with `store_failed`.
caf::error make_missing_stores(vault_places& x);

/// `find_stores`, with `make_missing_stores` done and every password known that others
/// may have made meanwhile.
caf::expected<vault_places> ready_stores(const settings& x, const environment& env = {});

/// Reads the store, trying the passwords in turn; a log line tells when not the first
/// one fits. A file that somebody names must be there. Fails as `read_keystore`,
/// the wrong password with all that were tried.
caf::expected<opened_store> open_store(const store_place& x, const vault_places& all);

/// Writes `x.content` back under the password that opened it, unless the file is
/// another one by now, or `open_store` would refuse what is written. To be called under the lock of
/// its folder.
caf::error save_store(opened_store& x);

/// Opens a key with the password of keys, if there is one, then with the store's.
caf::expected<private_key>
open_key(const opened_store& x, const key_entry& key, const vault_places& all);

/// Under which new keys are encrypted.
std::string_view new_key_password(const opened_store& x, const vault_places& all);

/// Stores that lie in the storage folder itself instead of in `keystores` below it,
/// where OpenRemote's documentation has them: a sentence for each.
std::vector<std::string> misplaced_stores(const vault_places& x);

} // namespace troupe
