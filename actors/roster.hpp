#pragma once

#include "actors/link/link_memory.hpp"
#include "actors/metered.hpp"
#include "config/settings.hpp"
#include "schemas/ledger.hpp"

#include <caf/actor_addr.hpp>

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace troupe {

class inbound_pipeline;
class payload_time;

/// One actor as the console shows it. Outlives restarts of the actor.
struct actor_card {
  uint64_t id = 0;
  uint64_t parent = 0; ///< 0: the root.
  std::string realm;   ///< Empty: the process's own.
  std::string kind;    ///< "store", "agent", …
  std::string name;
  std::shared_ptr<struct meter> meter = std::make_shared<struct meter>();
  uint32_t restart_budget = 0;
  std::atomic<bool> given_up{false}; ///< Its supervisor restarts it no more.

  /// Why the actor ended last; empty: it never did.
  std::string last_error() const;
  void last_error(std::string x);

  /// As people call it: "realm hall", "store of hall", "asset press-9 of hall", "mqtt".
  std::string title() const;

  /// The actor's present incarnation, by the supervisor that spawned it.
  caf::actor_addr address() const;
  void address(caf::actor_addr x);

private:
  mutable std::mutex mutex_;
  caf::actor_addr address_;
  std::string last_error_;
};

using actor_card_ptr = std::shared_ptr<actor_card>;

/// The agent links between one asset and one agent: what they count, how they work, and
/// what they remember.
struct link_group {
  std::string realm;
  std::shared_ptr<const asset_settings> asset;
  std::string agent;
  std::vector<const attribute_settings*> attributes; ///< Index = index of the counters.
  link_counter_block_ptr counters;
  /// Of each link; null: receives nothing.
  std::shared_ptr<const std::vector<std::shared_ptr<const inbound_pipeline>>> pipelines{};
  /// Of each link; null: values have the time of receipt.
  std::shared_ptr<const std::vector<std::shared_ptr<const payload_time>>> times{};
  link_memory_ptr memory{};
  std::vector<const forward_settings*> forwards = {}; ///< Of the last rows; the others are links.

  /// The forward of this index of the counters; null: an agent link.
  const forward_settings* forward(size_t index) const {
    auto links = attributes.size() - forwards.size();
    return index < links ? nullptr : forwards[index - links];
  }
};

struct agent_row {
  std::string realm;
  std::string agent;
  std::shared_ptr<agent_counters> counters;
};

/// Who is there and what they count: written at spawn, read by the console.
/// Any thread; nothing in it ever waits for an actor.
class roster {
public:
  /// The card of this actor; a new one only if it is not there.
  actor_card_ptr enrol(uint64_t parent, std::string realm, std::string kind, std::string name);

  /// Another actor may take the name, though this one is at work until `retire`.
  void let_go(const actor_card_ptr& x);

  /// The actor is gone for good.
  void retire(const actor_card_ptr& x);

  /// Retires those of a realm that have let go, as far as nobody did; before it is begun anew.
  void sweep(const std::string& realm);

  /// A realm is gone for good, with all that is below it.
  void retire_realm(const std::string& realm);

  /// The group's counters: a link or forward that was there before goes on counting where it
  /// did. The rest of `x` counts from now on.
  link_counter_block_ptr add(link_group x);
  void remove(const std::string& realm, const std::string& asset, const std::string& agent);

  /// Counters of an agent; those of before where it is known.
  std::shared_ptr<agent_counters> add_agent(const std::string& realm, const std::string& agent);
  void remove_agent(const std::string& realm, const std::string& agent);

  std::vector<actor_card_ptr> actors() const;
  std::vector<link_group> links() const;
  std::vector<agent_row> agents() const;

  /// The configuration in force, for whoever looks.
  std::shared_ptr<const settings> config() const;
  void config(std::shared_ptr<const settings> x);

  /// For what all links together remember of messages.
  const memory_budget_ptr& budget() const { return budget_; }

private:
  static constexpr int64_t budget_bytes = 32 << 20;

  using key = std::array<std::string, 3>;

  mutable std::mutex mutex_;
  uint64_t last_id_ = 0;
  std::map<uint64_t, actor_card_ptr> actors_; ///< By their ids: in the order of their coming.
  std::map<key, actor_card_ptr> cards_;       ///< By realm, kind and name.
  std::map<key, link_group> links_;           ///< By realm, asset and agent.
  std::map<key, agent_row> agents_;           ///< By realm and agent.
  std::shared_ptr<const settings> config_;
  memory_budget_ptr budget_ = std::make_shared<memory_budget>(budget_bytes);
};

using roster_ptr = std::shared_ptr<roster>;

} // namespace troupe
