#pragma once

#include "actors/vault/vault.hpp"

namespace troupe {

struct realm_vault_state {
  static constexpr const char* name = "realm_vault";
  explicit realm_vault_state(realm_vault_inside::pointer) {}

  realm_actor realm; ///< Who wants to know of changes; null: no one yet.
};

/// The way of one realm into the vault: puts the realm's name to what is asked, so that
/// whoever holds it reaches the keys of this realm and nothing else.
realm_vault_inside::behavior_type realm_vault(
    realm_vault_inside::stateful_pointer<realm_vault_state> self, vault_inside vault,
    std::string realm);

} // namespace troupe
