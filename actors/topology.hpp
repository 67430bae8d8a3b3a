#pragma once

#include "actors/link/link.hpp"
#include "actors/mqtt/mqtt_ports.hpp"
#include "actors/roster.hpp"
#include "config/settings.hpp"
#include "schemas/interfaces.hpp"

#include <caf/actor_system.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

/// Who spawns whom, on which thread, and what happens when it dies. Reading
/// topology.cpp is reading the architecture.
namespace troupe {

/// What reading the configuration anew came to.
struct config_reading {
  std::string file;
  std::shared_ptr<const settings> value; ///< Null: there are errors.
  std::vector<config_finding> findings;
};

/// What every actor of the process shares.
struct environment_of_actors {
  std::string version;
  /// As the process was started. Root takes the realms from it; nobody else sees them.
  std::shared_ptr<const settings> config;
  /// Reads it anew, with the checks of a start; shares what equals the settings in force. Any
  /// thread.
  std::function<config_reading(const std::shared_ptr<const settings>& running)> read_config;
  std::string config_file; ///< That it reads.
  roster_ptr who;
  int64_t (*now_ms)() = nullptr; ///< Wall clock, ms since the epoch.
  int64_t built_ms = 0;          ///< When the program was built.
  mqtt_ports network;
  bool own_threads = true; ///< For actors that block; false: a test drives their clock.
  std::string host = {};   ///< The machine's name.
};

using actors_environment = std::shared_ptr<const environment_of_actors>;

/// The same for who must not keep the realms' settings, which change while the process lives.
std::shared_ptr<environment_of_actors> without_realms(const environment_of_actors& x);

/// The agent as it connects: where it tells of the process's health, its last will says that the
/// process is gone, unless it has one of its own.
std::shared_ptr<const agent_settings> with_last_will(
    const environment_of_actors& env, std::shared_ptr<const agent_settings> agent,
    const std::string& realm);

root_actor spawn_root(caf::actor_system& sys, const actors_environment& env);

/// Takes requests of the API to the inspector there is now; any thread. Dropped while there
/// is none.
std::function<void(api_request)> way_to_inspector(const actors_environment& env);

/// Calls `beat` at least once in `interval` while all answer on whom the others depend.
heartbeat_actor spawn_heartbeat(
    caf::actor_system& sys, const actors_environment& env, std::chrono::milliseconds interval,
    std::function<void()> beat);

// Called by root.
inspector_actor spawn_inspector(
    root_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    int64_t started_ms);
vault_actor
spawn_vault(root_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card);
mqtt_actor
spawn_mqtt(root_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card);
realm_actor spawn_realm(
    root_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    const std::shared_ptr<const realm_settings>& realm);

// Called by a realm.
store_actor spawn_store(
    realm_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    const realm_settings& realm);
asset_actor spawn_asset(
    realm_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    const std::string& realm, std::shared_ptr<const asset_settings> asset, bool read_only);
link_actor
spawn_link(realm_actor::pointer parent, const actor_card_ptr& card, link_options options);
agent_actor spawn_agent(
    realm_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    const std::string& realm, std::shared_ptr<const agent_settings> agent,
    std::shared_ptr<agent_counters> counters);

/// The file of a realm's database.
std::filesystem::path state_file(const settings& config, const std::string& realm);

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::config_reading)
