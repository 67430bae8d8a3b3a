#pragma once

#include "actors/metered.hpp"
#include "actors/vault/vault_content.hpp"
#include "schemas/interfaces.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace troupe {

struct vault_options {
  std::shared_ptr<const settings> config; ///< Says where the stores are, as variables do.
  std::function<int64_t()> now_ms;        ///< Wall clock.
  int64_t built_ms = 0; ///< When this program was built: no right clock stands before it.
};

/// One realm asks; only the realm's own way into the vault says this.
struct realm_identity_query {
  std::string realm;
  identity_query query;
};

using look_atom = caf::atom_constant<caf::atom("look")>; // look at the files and the clock

/// A realm's way with what the vault says to it.
using realm_vault_inside = realm_vault_actor::extend<caf::reacts_to<vault_changed>>;

/// The vault with what it says to itself and what its realms' ways say to it.
using vault_inside = vault_actor::extend<
    caf::replies_to<realm_identity_query>::with<identity>, caf::reacts_to<look_atom>>;

struct vault_state {
  static constexpr const char* name = "vault";
  explicit vault_state(vault_inside::pointer self) : self{self} {}

  void start(vault_options x);
  realm_vault_handle way_of(const std::string& realm);
  caf::result<identity> identify(const realm_identity_query& x);
  vault_view view() const;
  void look();

  vault_inside::pointer self;
  vault_options options;

private:
  using agent_name = std::pair<std::string, std::string>; ///< Realm and id.

  bool clock_is_wrong() const;
  bool find_places();
  void open_anew();
  void tell_realms();
  caf::expected<ready_key_ptr> key_for(const realm_identity_query& x);
  caf::expected<ready_key_ptr> present_key(const std::string& realm, const std::string& alias);

  std::optional<vault_places> places_; ///< None: `problem_` says why.
  std::unique_ptr<const vault_content> content_;
  /// The keys that an agent was given last, and the one it can go back to.
  std::map<agent_name, std::vector<ready_key_ptr>> kept_;
  store_stamps opened_; ///< Of the files when they were opened last, whether or not they did.
  store_stamps seen_;   ///< When they were looked at last.
  std::string problem_; ///< Why there are no stores.
  bool clock_was_wrong_ = false;
  std::map<std::string, realm_vault_inside> ways_;
};

/// Opens the stores of client keys and trusted certificates, notices when they change,
/// and gives each realm a way to its own keys. Spawn it detached: it reads files and
/// derives keys from passwords.
vault_inside::behavior_type vault(
    metered_self<vault_inside, vault_state> self, std::shared_ptr<meter> meter,
    vault_options options);

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::realm_identity_query)
