#pragma once

#include "actors/vault/sealed_file.hpp"
#include "schemas/vault.hpp"

#include <string>

namespace troupe {

/// What one attempt to connect with TLS is given. The key is encrypted under a
/// password that is made for this attempt; both go when the attempt has ended.
struct tls_material {
  sealed_file identity;    ///< PEM: the certificate, its chain, the encrypted key. Empty: none.
  cleansed_text password;  ///< Of the key in `identity`.
  sealed_file authorities; ///< PEM: the trusted certificates of the vault. Empty: it has none.
  bool system_authorities = true; ///< The system's certificates are trusted, too.
  std::string alias;              ///< "<realm>.<alias>", for sentences; empty: none.
  std::string fingerprint;        ///< SHA-256 of the client certificate; empty: none.
};

} // namespace troupe
