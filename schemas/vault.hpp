#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// What is asked of the certificate vault, and what it shows.
namespace troupe {

/// Key and certificates for one attempt to connect (actors/vault/tls_material.hpp).
/// What lets go of it last closes and cleanses it.
struct tls_material;
using tls_material_ptr = std::shared_ptr<const tls_material>;

/// agent → its realm's vault: what does an attempt to connect need?
struct identity_query {
  std::string alias;                 ///< Without the realm; empty: no client key.
  bool own_authorities_only = false; ///< Trust the vault's certificates, not the system's.
  std::string fingerprint; ///< Only the key with this one, which may no more be in the store;
                           ///< empty: the key that is there now.
};

/// What one attempt to connect is given.
struct identity {
  tls_material_ptr material;
  std::string fingerprint;  ///< SHA-256 of the client certificate; empty: there is none.
  int64_t not_after_ms = 0; ///< When the client certificate expires.
};

/// vault → realm → agent: an entry or the clock is not what it was; ask again.
struct vault_changed {};

/// An entry of one of the two stores. Never key material.
struct certificate_view {
  std::string alias;   ///< As it stands in the store: "<realm>.<alias>" for keys.
  bool is_key = false; ///< A client key; else a trusted certificate.
  std::string subject;
  std::string issuer;
  std::string key_type;    ///< "RSA 2048", "EC P-256", "Ed25519".
  std::string fingerprint; ///< SHA-256, hexadecimal.
  int64_t not_before_ms = 0;
  int64_t not_after_ms = 0;
  uint32_t chain_length = 0; ///< Certificates that a key presents.
};

struct vault_view {
  std::string keystore_file;
  std::string truststore_file;
  std::vector<certificate_view> certificates;
  std::vector<std::string> problems; ///< One sentence each, e.g. of a store that does not open.
};

} // namespace troupe
