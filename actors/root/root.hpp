#pragma once

#include "actors/metered.hpp"
#include "actors/supervision.hpp"
#include "actors/topology.hpp"
#include "config/difference.hpp"

#include <caf/typed_response_promise.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace troupe {

struct root_state {
  static constexpr const char* name = "root";
  explicit root_state(root_actor::pointer self) : self{self} {}

  void start(const actor_card_ptr& own, const actors_environment& env);
  caf::result<realm_handle> find(const std::string& realm) const;
  caf::result<vault_view> certificates();
  void child_died(const caf::exit_msg& x);
  void restart(uint32_t number);
  caf::result<reload_report> reload(const reload_request& x);
  const reload_report& last_reload() const { return last_; }
  void unconfirmed(uint32_t reload);
  caf::result<bool> stop();

  root_actor::pointer self;

private:
  enum class kind : uint8_t { inspector, vault, mqtt, realm };
  using settings_ptr = std::shared_ptr<const settings>;
  using reload_answer = std::function<void(const reload_report&)>;
  using completion = std::function<void(bool all)>; ///< Whether all has ended that had to.

  struct child {
    enum kind kind = kind::realm;
    std::shared_ptr<const realm_settings> realm = {}; ///< Of a realm.
    actor_card_ptr card = {};
    restart_schedule schedule = {};
    realm_actor handle = {}; ///< Of a realm.
    bool alive = false;
    bool leaving = false; ///< A realm that is no longer in the configuration.
    completion left = {}; ///< With `leaving`: told when it has ended.
  };

  uint32_t enrol_realm(std::shared_ptr<const realm_settings> x);
  void spawn(uint32_t number);
  void open_way(const child& realm);
  caf::actor_addr address_of(const child& x) const;
  bool still_ending(const child& x) const;
  void give_up(child& x, const caf::error& cause);
  void stop_realms();
  void realm_stopped(bool committed);
  void end();

  caf::error why_not(const reload_request& x) const;
  void confirm(reload_report report, const reload_answer& answer);
  void read(reload_report report, std::chrono::milliseconds confirm, const reload_answer& answer);
  void take(
      reload_report report, std::chrono::milliseconds confirm, const config_reading& found,
      const reload_answer& answer);
  void roll_back(reload_report report, const reload_answer& answer);
  void apply(const settings_ptr& wanted, const settings_difference& x, completion done);
  void change_realm(const realm_difference& x, completion done);
  void stop_realm(uint32_t number, completion done);
  void try_again(uint32_t number);
  void realm_left(uint32_t number);
  uint32_t find_realm(const std::string& name) const;
  void finish(reload_report report, const reload_answer& answer);

  actors_environment env_;
  uint64_t own_id_ = 0; ///< Of our card.
  int64_t started_ms_ = 0;
  inspector_actor inspector_;
  vault_actor vault_;
  mqtt_actor mqtt_;
  uint32_t last_number_ = 0;
  std::map<uint32_t, child> children_; ///< The realms last: they need the others.
  bool committed_ = true;              ///< By all realms that have stopped.
  size_t stopping_ = 0;                ///< Realms that have not stopped yet.
  bool ending_ = false;                ///< Nobody is restarted any more.
  caf::error failed_;                  ///< Why it ends by itself.
  std::optional<caf::typed_response_promise<bool>> stopped_;

  settings_ptr running_;
  settings_ptr previous_; ///< To go back to unless the present one is confirmed.
  reload_report last_;
  uint32_t awaited_ = 0; ///< Number of the reload whose confirmation is awaited.
  bool reloading_ = false;
  bool again_ = false; ///< A signal came meanwhile.
};

/// Starts and supervises the process's actors.
root_actor::behavior_type
root(metered_self<root_actor, root_state> self, actor_card_ptr own, actors_environment env);

} // namespace troupe
