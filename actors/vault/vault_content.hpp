#pragma once

#include "actors/vault/agent_check.hpp"
#include "schemas/vault.hpp"

#include <caf/expected.hpp>

#include <string>

namespace troupe {

/// Which state of the two stores was read.
struct store_stamps {
  file_stamp keys;
  file_stamp trusted;
  bool operator==(const store_stamps&) const = default;
};

/// Of the files as they are now.
store_stamps stamps_of(const vault_places& x);

/// What the two stores held when they were opened. Keys are encrypted still.
class vault_content {
public:
  /// Opens what can be opened; `broken` and `view` tell of the rest.
  explicit vault_content(const vault_places& x) : stores_{open_stores(x)} {}

  /// Key and certificates of "<realm>.<alias>", judged at `now_ms`. Fails with `not_found` or
  /// `config_invalid` and a sentence that names alias, cause and remedy.
  caf::expected<identity>
  identity_of(const std::string& realm, const identity_query& x, int64_t now_ms) const;

  /// Certificates, and what is odd about the stores.
  vault_view view() const;

  /// Why a store could not be read; empty: both were.
  std::string broken() const;

private:
  caf::error add_key(identity& out, tls_material& material, const std::string& alias) const;

  vault_stores stores_;
};

} // namespace troupe
