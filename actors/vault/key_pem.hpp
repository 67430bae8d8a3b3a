#pragma once

#include "actors/vault/keystore.hpp"
#include "actors/vault/tls_material.hpp"

namespace troupe {

/// Puts a key that `keystore::open_key` opened with its chain into `out`: identity,
/// password, alias and fingerprint. Fails with `value_invalid` where the key does not
/// fit its certificate or TLS would refuse them.
caf::error put_identity(tls_material& out, const key_entry& x, const private_key& key);

/// All trusted certificates one after the other.
std::string authorities_pem(const keystore& x);

/// The same into `out`; nothing where there is none.
caf::error put_authorities(tls_material& out, const keystore& x);

} // namespace troupe
