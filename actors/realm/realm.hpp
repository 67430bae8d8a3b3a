#pragma once

#include "actors/asset/freshness.hpp"
#include "actors/metered.hpp"
#include "actors/supervision.hpp"
#include "actors/topology.hpp"

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
  caf::result<bool> stop();

  realm_actor::pointer self;
  actors_environment env;
  std::shared_ptr<const realm_settings> settings;

private:
  enum class kind : uint8_t { store, asset, link, agent };

  /// A supervised actor: how it is spawned again, and its place among its kind.
  struct child {
    enum kind kind = kind::store;
    size_t index = 0;
    actor_card_ptr card;
    restart_schedule schedule;
  };
  struct asset_child {
    std::shared_ptr<const asset_settings> settings;
    bool is_agent = false;
    asset_actor handle;
    std::vector<size_t> links;
    freshness_report report; ///< Of its freshness, the last one.
  };
  struct link_child {
    link_options options; ///< Compiled once, handed to every incarnation.
    size_t asset = 0;
    size_t agent = 0;
    uint32_t number = 0; ///< Among the agent's.
    std::vector<topic_request> topics;
    link_actor handle;
  };
  struct agent_child {
    std::shared_ptr<const agent_settings> settings;
    std::shared_ptr<agent_counters> counters;
    size_t asset = 0; ///< The agent as an asset.
    agent_actor handle;
    std::vector<size_t> links;
  };

  void plan_agents();
  void plan_assets();
  void plan_links(size_t asset);
  void enrol(const actor_card_ptr& own);
  void spawn(uint32_t number);
  void wire_asset(size_t index);
  void wire_link(size_t index);
  void introduce_agent(size_t index);
  void wire_agent(size_t index);
  void attach_to_agent(const link_child& x);
  void wire(const child& x);
  asset_child* find_asset(const std::string& id);
  size_t living(enum kind what) const;
  void arm_tick();
  void stop_next();
  void commit_and_end();

  mqtt_actor mqtt_;
  realm_vault_actor vault_;
  store_actor store_;
  std::vector<asset_child> assets_;
  std::vector<link_child> links_;
  std::vector<agent_child> agents_;
  std::vector<child> children_;
  std::unordered_map<caf::actor_id, uint32_t> numbers_; ///< Living child → index.
  std::map<std::string, size_t, std::less<>> asset_index_;
  std::vector<std::pair<std::string, listener_actor>> listeners_;

  std::set<std::pair<freshness::time_point, uint32_t>> alarms_; ///< Assets that want a tick.
  bool ticking_ = false;

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
