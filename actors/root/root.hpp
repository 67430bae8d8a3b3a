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
  void child_died(const caf::exit_msg& x);
  void restart(uint32_t number);
  caf::result<bool> stop();

  root_actor::pointer self;

private:
  struct child {
    std::shared_ptr<const realm_settings> realm; ///< Null: the mqtt actor.
    actor_card_ptr card;
    restart_schedule schedule;
    realm_actor handle;
  };

  void spawn(uint32_t number);
  void realm_stopped(bool committed);

  actors_environment env_;
  mqtt_actor mqtt_;
  std::vector<child> children_; ///< The mqtt actor first, then the realms.
  bool committed_ = true;       ///< By all realms that have stopped.
  size_t stopping_ = 0;         ///< Realms that have not stopped yet.
  std::optional<caf::typed_response_promise<bool>> stopped_;
};

/// Starts and supervises the process's actors.
root_actor::behavior_type
root(metered_self<root_actor, root_state> self, actor_card_ptr own, actors_environment env);

} // namespace troupe
