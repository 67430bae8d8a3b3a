#pragma once

#include "actors/vault/open_stores.hpp"
#include "config/settings.hpp"
#include "schemas/vault.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace troupe {

/// What an agent with secure mode would present to its broker and believe of it, and
/// what of that will fail. Found without connecting.
struct agent_check {
  std::string realm;
  std::string agent;
  std::string alias;              ///< "<realm>.<alias>"; empty: presents nothing.
  certificate_view identity;      ///< Of the key it presents, as far as it was found.
  std::vector<std::string> chain; ///< Subjects, the key's own first.
  std::string issuer;             ///< Of the last of them, where the store does not have it.
  std::vector<std::string> own_authorities; ///< Aliases of the truststore.
  bool system_authorities = true;
  std::vector<std::string> problems; ///< It will not connect, and why.
  std::vector<std::string> warnings;
};

/// The alias under which the keystore has an agent's key: case does not matter.
std::string full_alias(std::string_view realm, std::string_view alias);

/// The two stores, opened or not.
struct vault_stores {
  vault_places places;
  caf::expected<opened_store> keys;
  caf::expected<opened_store> trusted;
};

/// Opens both.
vault_stores open_stores(const vault_places& x);

/// What an attempt to connect needs, where the check found no problem.
struct opened_agent {
  agent_check check;
  key_entry entry;
  private_key key; ///< Null: it presents nothing, or a problem says why not.
};

/// Checks the agent and keeps the key that was decrypted for it. Without a time the
/// dates of certificates are not judged.
opened_agent open_agent(
    const std::string& realm, const agent_settings& agent, const vault_stores& stores,
    std::optional<int64_t> now_ms);

/// The same for those who only want to know.
agent_check check_agent(
    const std::string& realm, const agent_settings& agent, const vault_stores& stores,
    std::optional<int64_t> now_ms);

} // namespace troupe
