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
  std::string agent;
  std::string alias;                 ///< Without the realm; empty: no client key.
  bool own_authorities_only = false; ///< Trust the vault's certificates, not the system's.
  std::string good;     ///< `identity::entry` of the key the agent connected with last. The vault
                        ///< keeps it for the agent, whatever becomes of the store.
  bool earlier = false; ///< Give that one, not the key that is in the store now.
};

/// What one attempt to connect is given. Whom the broker is believed by is always of now.
struct identity {
  tls_material_ptr material;
  std::string fingerprint;  ///< SHA-256 of the client certificate; empty: there is none.
  int64_t not_after_ms = 0; ///< When the first of the client's certificates expires.
  std::string chain;        ///< SHA-256 of all certificates that are presented.
  std::string entry;        ///< SHA-256 of these and the stored key: another one once rewritten.
  std::string trust;        ///< SHA-256 of the trusted certificates.
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
  int64_t not_after_ms = 0;  ///< The earliest of those that a key presents.
  std::string ends_with;     ///< Whose `not_after_ms` it is, unless the subject's own.
  uint32_t chain_length = 0; ///< Certificates that a key presents.
};

struct vault_view {
  std::string keystore_file;
  std::string truststore_file;
  std::vector<certificate_view> certificates;
  std::vector<std::string> problems; ///< One sentence each, e.g. of a store that does not open.
};

} // namespace troupe
