#pragma once

#include "actors/asset/freshness.hpp"
#include "actors/metered.hpp"
#include "actors/realm/link_plan.hpp"
#include "actors/supervision.hpp"
#include "actors/topology.hpp"
#include "config/difference.hpp"

#include <caf/typed_response_promise.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace troupe {

struct realm_state {
  static constexpr const char* name = "realm";
  explicit realm_state(realm_actor::pointer self) : self{self} {}

  void start(const actor_card_ptr& own);
  void attach(const mqtt_actor& mqtt);
  void attach(const realm_vault_actor& vault);
  void vault_changed();

  caf::result<write_result> write(const write_request& x);
  caf::result<std::vector<attribute_view>> attributes(const attribute_query& x);
  caf::result<std::vector<data_point>> history(const history_query& x);
  caf::result<uint64_t> flush();
  caf::result<std::vector<leftover>> purge(purge_request x);
  caf::result<std::vector<agent_view>> agents();
  caf::result<store_view> store_state();
  caf::result<probe_report> probe(const std::string& agent);
  void watch(const std::string& asset, const listener_handle& x);
  void unwatch(const listener_handle& x);
  void note(freshness_report&& x);
  void tick();
  std::vector<silence_view> silences() const;

  void child_died(const caf::exit_msg& x);
  void restart(uint32_t number);
  caf::result<bool> reload(realm_reload&& x);
  void out_of_patience(uint32_t handover);
  caf::result<bool> stop();

  realm_actor::pointer self;
  actors_environment env;
  std::shared_ptr<const realm_settings> settings;

private:
  /// A child's, never given to another one.
  using number = uint32_t;
  static constexpr number nobody = 0;

  enum class kind : uint8_t { store, asset, link, agent };

  /// A supervised actor, and how it is spawned again.
  struct child {
    enum kind kind = kind::store;
    actor_card_ptr card;
    bool alive = false;
    bool leaving = false; ///< Ends once it is done, and is not spawned again.
    restart_schedule schedule;
  };
  struct asset_child {
    std::shared_ptr<const asset_settings> settings;
    bool is_agent = false;
    asset_actor handle = {};
    std::set<number> links = {};
    freshness_report report = {}; ///< Of its freshness, the last one.
    number predecessor = nobody;  ///< At work still on the same attributes.
    bool dismissed = false;       ///< It has been told to end.
  };
  struct link_child {
    link_options options; ///< Compiled once, handed to every incarnation.
    number asset = nobody;
    number agent = nobody;
    std::vector<topic_request> topics;
    link_actor handle = {};
    std::set<uint32_t> inherited = {}; ///< Forwards that go on as they were: not told the state.
    bool drained = false; ///< Of one that leaves: it has been asked to say when it is done …
    bool working = true;  ///< … and it has not said so yet.
    number heir = nobody; ///< Of one that leaves: who serves the same …
    std::vector<uint32_t> forwards = {}; ///< … and there its forwards, or UINT32_MAX.
  };
  struct agent_child {
    std::shared_ptr<const agent_settings> settings;
    std::shared_ptr<agent_counters> counters;
    number asset = nobody; ///< The agent as an asset.
    agent_actor handle = {};
    std::set<number> links = {};
    bool returns = false; ///< It leaves to connect in another way.
  };

  // The plan.
  number enrol(enum kind kind, const char* word, const std::string& name);
  number add_agent(std::shared_ptr<const agent_settings> x);
  number add_asset(std::shared_ptr<const asset_settings> x, link_planner& planner);
  link_planner planner() const;

  // Spawning and wiring.
  void spawn(number n);
  void wire(number n);
  void wire_asset(number n);
  void wire_link(number n);
  void introduce_agent(number n);
  void wire_agent(number n);
  link_route route_to(number link) const;
  asset_child* find_asset(const std::string& id);

  // Another configuration.
  struct handover {
    number id = 0;
    std::set<number> awaited; ///< Children that leave, and have something to do still.
    caf::typed_response_promise<bool> promise;
    std::map<number, agent_change> news; ///< For agents that stay connected.
  };
  void begin(const realm_difference& change);
  void begin_agent(const agent_difference& x);
  void begin_asset(const asset_difference& x, link_planner& planner);
  void begin_link(number n, number old);
  void inherit(number link);
  void tell_agents();
  void begin_leaving();
  void leave(number n, bool for_good = true);
  template <class Handle>
  void dismiss(number n, const Handle& handle);
  void let_go(number agent);
  void left(number n);
  void gone(number n);
  void drained(number link, number asset);
  void dismiss_drained(number asset);
  void succeed(number asset);
  void link_left(number n);
  void asset_left(number n);
  void agent_left(number n);
  void forget(number n);
  void end_handover(bool all);

  size_t living(enum kind what) const;
  void arm_tick();
  void stop_next();
  void commit_and_end();

  uint64_t own_id_ = 0; ///< Of our card.
  mqtt_actor mqtt_;
  realm_vault_actor vault_;
  store_actor store_;
  number last_number_ = nobody;
  std::map<number, child> children_;
  std::map<number, asset_child> assets_;
  std::map<number, link_child> links_;
  std::map<number, agent_child> agents_;
  std::unordered_map<caf::actor_id, number> numbers_;        ///< Of living children.
  std::map<std::string, number, std::less<>> asset_numbers_; ///< By id, agents among them.
  std::map<std::string, number, std::less<>> agent_numbers_; ///< By id.
  std::vector<std::pair<std::string, listener_actor>> listeners_;

  std::set<std::pair<freshness::time_point, number>> alarms_; ///< Assets that want a tick.
  bool ticking_ = false;

  std::optional<handover> handover_;
  number last_handover_ = 0;
  std::optional<caf::typed_response_promise<bool>> stopped_;
  std::optional<enum kind> stopping_; ///< Whose end is awaited.
  size_t awaited_ = 0;
  size_t readers_ = 0;     ///< Of the history, at work now.
  bool committed_ = false; ///< Everything, when the store was asked last.
};

/// A tenant, and the supervisor of everything in it.
realm_actor::behavior_type realm(
    metered_self<realm_actor, realm_state> self, actor_card_ptr own, actors_environment env,
    std::shared_ptr<const realm_settings> settings);

} // namespace troupe
