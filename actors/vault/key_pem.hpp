#pragma once

#include "actors/vault/keystore.hpp"
#include "actors/vault/tls_material.hpp"

#include <memory>

namespace troupe {

/// A client key ready for any number of attempts to connect. The password of the store
/// is expensive by intent, this one is not: the key is decrypted once and encrypted anew
/// under a random password.
struct ready_key {
  std::string alias;
  std::string pem;        ///< The certificate, its chain, the encrypted key.
  cleansed_text password; ///< Of the key in `pem`.
  std::vector<certificate> presented;
  std::string fingerprint; ///< Of the first of them.
  std::string chain;       ///< As in `identity`.
  std::string entry;       ///< As in `identity`.
};
using ready_key_ptr = std::shared_ptr<const ready_key>;

/// SHA-256, 64 hexadecimal digits.
std::string digest_of(std::string_view bytes);

/// Names what the store has under an alias: its certificates and the key as it is encrypted.
std::string entry_digest(const keystore& store, const key_entry& x);

/// Of a key that `keystore::open_key` opened. Fails with `value_invalid` where the key
/// does not fit its certificate or TLS would refuse them.
caf::expected<ready_key> make_ready(const key_entry& x, const private_key& key);

/// Puts the key into `out`: identity, password, alias and fingerprint.
caf::error put_identity(tls_material& out, const ready_key& x);

/// All trusted certificates one after the other.
std::string authorities_pem(const keystore& x);

/// The same into `out`; nothing where there is none.
caf::error put_authorities(tls_material& out, const std::string& pem);

} // namespace troupe
