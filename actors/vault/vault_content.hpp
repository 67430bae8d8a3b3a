#pragma once

#include "actors/vault/agent_check.hpp"
#include "actors/vault/key_pem.hpp"
#include "schemas/vault.hpp"

#include <caf/expected.hpp>

#include <string>
#include <vector>

namespace troupe {

/// Which state of the two stores was read, and of the password beside them.
struct store_stamps {
  file_stamp keys;
  file_stamp trusted;
  file_stamp password;
  bool operator==(const store_stamps&) const = default;
};

/// Of the files as they are now.
store_stamps stamps_of(const vault_places& x);

/// What the two stores held when they were opened. Keys are encrypted still.
class vault_content {
public:
  /// Opens what can be opened; of a store that cannot, what `before` has of it goes on
  /// serving. `view` tells of both.
  explicit vault_content(const vault_places& x, const vault_content* before = nullptr);

  /// `entry_digest` of "<realm>.<alias>"; empty: there is none.
  std::string entry_of(const std::string& realm, const std::string& alias) const;

  /// Decrypts the key. Fails with `config_invalid` and a sentence that names alias, cause
  /// and remedy.
  caf::expected<ready_key_ptr> key_of(const std::string& realm, const std::string& alias) const;

  /// What an attempt to connect with `key` is given, judged at `now_ms`; null: without one.
  /// Believes whom the truststore has. Fails as above.
  caf::expected<identity>
  identity_of(const ready_key_ptr& key, bool own_authorities_only, int64_t now_ms) const;

  /// Certificates, and what is odd about the stores.
  vault_view view() const;

private:
  vault_stores stores_;
  std::string authorities_;       ///< PEM.
  std::string trust_;             ///< Their digest.
  std::vector<std::string> kept_; ///< Why an earlier state of a store goes on serving.
};

} // namespace troupe
