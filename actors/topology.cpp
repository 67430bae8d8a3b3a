#include "actors/topology.hpp"

#include "actors/agent/agent.hpp"
#include "actors/asset/asset.hpp"
#include "actors/heartbeat/heartbeat.hpp"
#include "actors/inspector/health.hpp"
#include "actors/inspector/inspector.hpp"
#include "actors/mqtt/mqtt.hpp"
#include "actors/realm/realm.hpp"
#include "actors/root/root.hpp"
#include "actors/store/store.hpp"
#include "actors/vault/vault.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <random>

/// Every child is linked to its parent: a parent that ends takes its children
/// with it, and a parent that lives restarts a child that died, with back-off
/// and a budget. A budget that is spent ends the parent, too, and so goes one
/// level up.
namespace troupe {
namespace {

/// On a thread of its own: it waits for a disk or for a library's mutex.
template <class Handle, class Parent, class F, class... Ts>
Handle spawn_blocking(const environment_of_actors& env, Parent* parent, F fun, Ts&&... xs) {
  if (env.own_threads)
    return parent->template spawn<caf::linked + caf::detached>(fun, std::forward<Ts>(xs)...);
  return parent->template spawn<caf::linked>(fun, std::forward<Ts>(xs)...);
}

/// The agent that is to publish the process's health; null: none is.
const agent_settings* health_agent(const settings& config, const health_settings& health) {
  for (auto& realm : config.realms)
    for (auto& agent : realm.agents)
      if (health.agent == realm.name + '/' + agent.id)
        return &agent;
  return nullptr;
}

/// How the inspector makes its webhook, which ends with it.
void add_webhook(inspector_options& options, const environment_of_actors& env) {
  auto& config = env.config->health;
  if (config.webhook.empty())
    return;
  http_post_options post;
  post.url = config.webhook;
  post.token = config.webhook_token ? config.webhook_token->text : std::string{};
  post.ended = options.webhook_ended = std::make_shared<std::atomic<bool>>(false);
  auto card = env.who->enrol(0, {}, "webhook", "webhook");
  // Blocks: waits for the network.
  options.spawn_webhook = [card, post, detach = env.own_threads](inspector_inside::pointer parent) {
    return detach ? parent->spawn<caf::linked + caf::detached>(webhook, card->meter, post)
                  : parent->spawn<caf::linked>(webhook, card->meter, post);
  };
}

} // namespace

std::shared_ptr<environment_of_actors> without_realms(const environment_of_actors& x) {
  auto config = std::make_shared<settings>();
  config->runtime = x.config->runtime;
  config->console = x.config->console;
  config->vault = x.config->vault;
  config->health = x.config->health;
  auto out = std::make_shared<environment_of_actors>(x);
  out->config = std::move(config);
  return out;
}

std::shared_ptr<const agent_settings> with_last_will(
    const environment_of_actors& env, std::shared_ptr<const agent_settings> agent,
    const std::string& realm) {
  auto& config = env.config->health;
  if (config.agent != realm + '/' + agent->id || !agent->last_will_topic.empty())
    return agent;
  health gone;
  gone.status = health_status::offline;
  auto out = std::make_shared<agent_settings>(*agent);
  out->last_will_topic = health_topic_name(config, env.host);
  out->last_will_payload = to_json(gone);
  out->last_will_retain = true;
  return out;
}

root_actor spawn_root(caf::actor_system& sys, const actors_environment& env) {
  auto card = env->who->enrol(0, {}, "root", "root");
  env->who->enrol(card->id, {}, "inspector", "inspector"); // before anyone looks for it
  return sys.spawn(root, card, env);                       // dies: the process ends, with an error
}

std::function<void(api_request)> way_to_inspector(const actors_environment& env) {
  return [card = env->who->enrol(0, {}, "inspector", "inspector")](api_request x) {
    if (auto to = caf::actor_cast<inspector_actor>(card->address()))
      caf::anon_send(to, std::move(x));
  };
}

heartbeat_actor spawn_heartbeat(
    caf::actor_system& sys, const actors_environment& env, std::chrono::milliseconds interval,
    std::function<void()> beat) {
  auto card = env->who->enrol(0, {}, "heartbeat", "heartbeat");
  // Dies: the service manager hears no more of us and starts the process anew.
  return sys.spawn(heartbeat, card->meter, heartbeat_options{env->who, interval, std::move(beat)});
}

inspector_actor spawn_inspector(
    root_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    int64_t started_ms) {
  inspector_options options;
  options.root = root_actor{parent};
  options.who = env->who;
  options.version = env->version;
  options.now_ms = env->now_ms;
  options.started_ms = started_ms;
  options.problems_file = env->config->runtime.storage_dir / "problems.json";
  options.host = env->host;
  options.health = env->config->health;
  if (auto agent = health_agent(*env->who->config(), options.health))
    options.health_qos = static_cast<uint8_t>(agent->publish_qos);
  add_webhook(options, *env);
  // Restarted: data flows on meanwhile, those who look are told to try again.
  return parent->spawn<caf::linked>(inspector, card->meter, std::move(options));
}

vault_actor
spawn_vault(root_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card) {
  vault_options options;
  options.config = env->config;
  options.now_ms = env->now_ms;
  options.built_ms = env->built_ms;
  // Blocks: reads files, derives keys from passwords. Restarted: the realms get new ways into it.
  // Given up: connections that need no key come about as ever.
  return spawn_blocking<vault_actor>(*env, parent, vault, card->meter, std::move(options));
}

mqtt_actor
spawn_mqtt(root_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card) {
  // Blocks: Paho's calls wait for its one mutex. Restarted: all agents connect anew. Given up:
  // nothing comes in or goes out any more, so the process ends for the service manager to start
  // it anew.
  return spawn_blocking<mqtt_actor>(*env, parent, mqtt, card->meter, env->network);
}

realm_actor spawn_realm(
    root_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    const std::shared_ptr<const realm_settings>& realm) {
  // Restarted with everything in it; given up, it stays away. Other realms notice neither.
  return parent->spawn<caf::linked>(troupe::realm, card, env, realm);
}

store_actor spawn_store(
    realm_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    const realm_settings& realm) {
  auto& runtime = env->config->runtime;
  store_options options;
  options.file = state_file(*env->config, realm.name);
  options.realm = realm.name;
  options.commit_interval = runtime.commit_interval;
  options.full_sync = runtime.durability == durability::power;
  options.disk_bytes = realm.limits.disk_bytes;
  options.now_ms = env->now_ms;
  // Blocks: every message touches the disk. Restarted: the assets give it their state again.
  return spawn_blocking<store_actor>(*env, parent, store, card->meter, std::move(options));
}

asset_actor spawn_asset(
    realm_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    const std::string& realm, std::shared_ptr<const asset_settings> asset, bool read_only) {
  // Restarted: takes its state up from the store.
  return parent->spawn<caf::linked>(
      troupe::asset, card->meter, asset_options{realm, std::move(asset), read_only, env->now_ms});
}

link_actor
spawn_link(realm_actor::pointer parent, const actor_card_ptr& card, link_options options) {
  // Restarted: keeps nothing but its counters, which outlive it.
  return parent->spawn<caf::linked>(link, card->meter, std::move(options));
}

agent_actor spawn_agent(
    realm_actor::pointer parent, const actors_environment& env, const actor_card_ptr& card,
    const std::string& realm, std::shared_ptr<const agent_settings> agent,
    std::shared_ptr<agent_counters> counters) {
  agent_options options;
  options.realm = realm;
  options.agent = with_last_will(*env, std::move(agent), realm);
  options.max_payload_bytes = env->config->runtime.max_payload_bytes;
  options.counters = std::move(counters);
  options.now_ms = env->now_ms;
  options.seed = std::random_device{}();
  // Restarted: connects again.
  return parent->spawn<caf::linked>(troupe::agent, card->meter, std::move(options));
}

std::filesystem::path state_file(const settings& config, const std::string& realm) {
  return config.runtime.storage_dir / "realms" / realm / "state.db";
}

} // namespace troupe
