#pragma once

#include "actors/metered.hpp"
#include "actors/supervision.hpp"
#include "actors/topology.hpp"

#include <caf/typed_response_promise.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace troupe {

struct root_state {
  static constexpr const char* name = "root";
  explicit root_state(root_actor::pointer self) : self{self} {}

  void start(const actor_card_ptr& own, const actors_environment& env);
  caf::result<realm_handle> find(const std::string& realm) const;
  caf::result<vault_view> certificates();
  void child_died(const caf::exit_msg& x);
  void restart(uint32_t number);
  caf::result<bool> stop();

  root_actor::pointer self;

private:
  enum class kind : uint8_t { vault, mqtt, realm };

  struct child {
    enum kind kind = kind::realm;
    std::shared_ptr<const realm_settings> realm; ///< Of a realm.
    actor_card_ptr card;
    restart_schedule schedule;
    realm_actor handle; ///< Of a realm.
  };

  void spawn(uint32_t number);
  void open_way(const child& realm);
  caf::actor_addr address_of(const child& x) const;
  void realm_stopped(bool committed);

  actors_environment env_;
  vault_actor vault_;
  mqtt_actor mqtt_;
  std::vector<child> children_; ///< The vault and the mqtt actor first, then the realms.
  bool committed_ = true;       ///< By all realms that have stopped.
  size_t stopping_ = 0;         ///< Realms that have not stopped yet.
  std::optional<caf::typed_response_promise<bool>> stopped_;
};

/// Starts and supervises the process's actors.
root_actor::behavior_type
root(metered_self<root_actor, root_state> self, actor_card_ptr own, actors_environment env);

} // namespace troupe
