#include "actors/vault/realm_vault.hpp"

namespace troupe {

realm_vault_inside::behavior_type realm_vault(
    realm_vault_inside::stateful_pointer<realm_vault_state> self, vault_inside vault,
    std::string realm) {
  return {
      [=](identity_query& x) {
        return self->delegate(vault, realm_identity_query{realm, std::move(x)});
      },
      [=](watch_atom, const realm_handle& x) { self->state.realm = x.realm; },
      [=](vault_changed x) {
        if (self->state.realm)
          self->send(self->state.realm, x);
      },
  };
}

} // namespace troupe
