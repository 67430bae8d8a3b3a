#include "actors/log.hpp"
#include "actors/realm/agent_asset.hpp"
#include "actors/realm/link_plan.hpp"
#include "actors/realm/realm.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <chrono>

/// A realm as a supervisor: whom it spawns, who needs whom, what happens when
/// one dies, and how all of them stop.
namespace troupe {

using namespace std::chrono_literals;

/// What those who are leaving may take when the realm itself is to stop.
constexpr auto stop_patience = 1500ms;

// -- the plan: everything that does not change when a child is restarted ------------

void realm_state::start(const actor_card_ptr& own) {
  own_id_ = own->id;
  env->who->sweep(settings->name);
  enrol(kind::store, "store", settings->name);
  for (size_t i = 0; i < settings->agents.size(); ++i)
    add_agent(settings->agents.share(i));
  auto plan = planner();
  for (size_t i = 0; i < settings->assets.size(); ++i)
    add_asset(settings->assets.share(i), plan);
  for (auto& [n, x] : children_)
    spawn(n);
}

realm_state::number realm_state::enrol(enum kind kind, const char* word, const std::string& name) {
  children_[++last_number_] = {
      kind, env->who->enrol(own_id_, settings->name, word, name), false, false, {}};
  return last_number_;
}

realm_state::number realm_state::add_agent(std::shared_ptr<const agent_settings> x) {
  auto asset = enrol(kind::asset, "asset", x->id);
  assets_[asset] = {std::make_shared<asset_settings>(agent_as_asset(*x)), true};
  asset_numbers_[x->id] = asset;
  auto n = enrol(kind::agent, "agent", x->id);
  agent_numbers_[x->id] = n;
  auto counters = env->who->add_agent(settings->name, x->id);
  agents_[n] = {std::move(x), std::move(counters), asset};
  return n;
}

link_planner realm_state::planner() const {
  auto zone = time_zone::find(env->config->runtime.time_zone); // checked with the configuration
  return {settings, env->who, zone ? *zone : time_zone{}};
}

realm_state::number
realm_state::add_asset(std::shared_ptr<const asset_settings> x, link_planner& planner) {
  auto n = enrol(kind::asset, "asset", x->id);
  assets_[n] = {x};
  asset_numbers_[x->id] = n;
  for (auto& plan : planner.plan(x)) {
    auto link = enrol(kind::link, "link", x->id + " ↔ " + plan.agent);
    auto agent = agent_numbers_.find(plan.agent)->second; // the planner knows the same agents
    links_[link] = {std::move(plan.options), n, agent, std::move(plan.topics)};
    agents_[agent].links.insert(link);
    assets_[n].links.insert(link);
  }
  return n;
}

// -- spawning and wiring --------------------------------------------------------------

void realm_state::spawn(number n) {
  auto& x = children_[n];
  auto born = [&](const auto& handle) {
    numbers_[handle.id()] = n;
    x.alive = true;
    x.card->address(handle.address());
    return handle;
  };
  switch (x.kind) {
  case kind::store: store_ = born(spawn_store(self, env, x.card, *settings)); break;
  case kind::asset: {
    auto& asset = assets_[n];
    asset.handle =
        born(spawn_asset(self, env, x.card, settings->name, asset.settings, asset.is_agent));
    break;
  }
  case kind::link: {
    auto& link = links_[n];
    link.handle = born(spawn_link(self, x.card, link.options));
    break;
  }
  case kind::agent: {
    auto& agent = agents_[n];
    agent.handle =
        born(spawn_agent(self, env, x.card, settings->name, agent.settings, agent.counters));
    break;
  }
  }
}

/// The mqtt actor is there, or there is a new one: now everyone can be told
/// whom it needs.
void realm_state::attach(const mqtt_actor& mqtt) {
  auto first = !mqtt_;
  mqtt_ = mqtt;
  if (!first) {
    for (auto& [n, agent] : agents_)
      introduce_agent(n);
    return;
  }
  for (auto& [n, link] : links_)
    wire_link(n);
  for (auto& [n, asset] : assets_)
    wire_asset(n);
  for (auto& [n, agent] : agents_)
    wire_agent(n);
}

/// The vault is there, or there is a new one.
void realm_state::attach(const realm_vault_actor& vault) {
  vault_ = vault;
  self->send(vault_, watch_atom::value, realm_handle{realm_actor{self}});
  if (mqtt_)
    for (auto& [n, agent] : agents_)
      introduce_agent(n);
}

void realm_state::vault_changed() {
  for (auto& [n, agent] : agents_)
    self->send(agent.handle, troupe::vault_changed{});
}

void realm_state::wire_link(number n) {
  auto& link = links_[n];
  self->send(
      link.handle, attach_atom::value,
      link_wiring{assets_[link.asset].handle, agents_[link.agent].handle});
}

namespace {

asset_wiring::forward_target forward_target_of(
    const link_options& options, const link_actor& link, const std::set<uint32_t>& inherited) {
  asset_wiring::forward_target out;
  out.link = link;
  out.counters = options.table->counters;
  out.first_row = static_cast<uint32_t>(options.links.size());
  for (uint32_t i = 0; i < options.forwards.size(); ++i) {
    auto& x = options.forwards[i];
    auto wants_state = x.settings->on == forward_on::change && !inherited.contains(i);
    out.sources.push_back({x.attribute, wants_state});
  }
  return out;
}

} // namespace

/// While another actor is at work on the same attributes, the store hears of them from that one.
void realm_state::wire_asset(number n) {
  auto& asset = assets_[n];
  asset_wiring wiring{asset.predecessor ? store_actor{} : store_, {}, realm_actor{self}, n};
  for (auto of : asset.links) {
    auto& link = links_[of];
    for (uint32_t i = 0; i < link.options.links.size(); ++i)
      wiring.writes.push_back({link.options.links[i].attribute, link.handle, i});
    if (!link.options.forwards.empty())
      wiring.forwards.push_back(forward_target_of(link.options, link.handle, link.inherited));
  }
  self->send(asset.handle, attach_atom::value, std::move(wiring));
  for (auto& [id, listener] : listeners_)
    if (id.empty() || id == asset.settings->id)
      self->send(asset.handle, watch_atom::value, listener_handle{listener});
}

link_route realm_state::route_to(number n) const {
  auto& x = links_.at(n);
  return {n, x.handle, x.topics, x.options.table, !x.options.forwards.empty()};
}

/// The agent gets whom it needs, its asset gets its configuration.
void realm_state::introduce_agent(number n) {
  auto& agent = agents_[n];
  auto& asset = assets_[agent.asset].handle;
  self->send(asset, agent_configuration(*agent.settings, env->now_ms()));
  self->send(agent.handle, attach_atom::value, agent_wiring{mqtt_, asset, store_, vault_});
}

void realm_state::wire_agent(number n) {
  auto& agent = agents_[n];
  introduce_agent(n);
  for (auto link : agent.links)
    self->send(agent.handle, attach_atom::value, route_to(link));
  self->send(agent.handle, attach_atom::value);
}

// -- when a child dies -----------------------------------------------------------------

void realm_state::child_died(const caf::exit_msg& x) {
  auto found = numbers_.find(x.source.id());
  if (found == numbers_.end())
    return self->quit(x.reason);
  auto n = found->second;
  auto& child = children_[n];
  numbers_.erase(found);
  child.alive = false;
  if (stopping_) {
    if (child.kind == *stopping_ && --awaited_ == 0)
      stop_next();
    return;
  }
  if (child.leaving && !x.reason)
    return left(n);
  auto delay = child.schedule.died(self->clock().now());
  child.card->last_error(sentence(x.reason));
  log::error(
      delay ? "actor.died" : "actor.given_up", "realm", settings->name, "kind", child.card->kind,
      "name", child.card->name, "cause", sentence(x.reason));
  if (child.leaving)
    return left(n);
  if (delay)
    return self->delayed_send(self, *delay, restart_atom::value, n);
  child.card->given_up = true;
  self->quit(spent("its " + child.card->kind + ' ' + child.card->name, x.reason)); // one level up
}

void realm_state::restart(number n) {
  auto child = children_.find(n);
  if (stopping_ || child == children_.end() || child->second.leaving || child->second.alive)
    return;
  child->second.card->meter->restarts.fetch_add(1);
  spawn(n);
  wire(n);
}

/// Everyone who needs the restarted actor gets its new handle.
void realm_state::wire(number n) {
  switch (children_[n].kind) {
  case kind::store:
    for (auto& [asset, x] : assets_)
      wire_asset(asset);
    for (auto& [agent, x] : agents_)
      introduce_agent(agent);
    break;
  case kind::asset:
    wire_asset(n);
    for (auto& [agent, x] : agents_)
      if (x.asset == n)
        introduce_agent(agent);
    for (auto link : assets_[n].links)
      wire_link(link);
    break;
  case kind::link: {
    auto& link = links_[n];
    wire_link(n);
    wire_asset(link.asset);
    self->send(agents_[link.agent].handle, attach_atom::value, route_to(n));
    break;
  }
  case kind::agent:
    for (auto link : agents_[n].links)
      wire_link(link);
    wire_agent(n);
    break;
  }
}

// -- the end ------------------------------------------------------------------------------

/// Those who are leaving get the time to do so: their successors have values to store.
caf::result<bool> realm_state::stop() {
  stopped_ = self->make_response_promise<bool>();
  if (handover_)
    self->delayed_send(self, stop_patience, retry_atom::value, handover_->id);
  else
    stop_next();
  return *stopped_;
}

/// Children that died and were not restarted do not end once more.
size_t realm_state::living(enum kind what) const {
  return static_cast<size_t>(std::count_if(children_.begin(), children_.end(), [&](auto& x) {
    return x.second.kind == what && x.second.alive;
  }));
}

/// An exit overtakes what waits in the mailbox, so the store answers first.
void realm_state::commit_and_end() {
  auto end = [this](bool committed) {
    committed_ = committed;
    // Not from us: an exit message of a linked actor unlinks it, and we would never hear of the
    // end.
    caf::anon_send_exit(store_, caf::exit_reason::user_shutdown);
  };
  self->request(store_, 3s, flush_atom::value)
      .then([end](uint64_t) { end(true); }, [end](const caf::error&) { end(false); });
}

/// Sources first: agents, then links, then assets have worked off what is in
/// their mailboxes before the store commits.
void realm_state::stop_next() {
  auto end = [&](enum kind next, const auto& children) {
    stopping_ = next;
    awaited_ = living(next);
    for (auto& [n, x] : children)
      self->send(x.handle, stop_atom::value);
    if (awaited_ == 0)
      stop_next();
  };
  if (!stopping_)
    return end(kind::agent, agents_);
  switch (*stopping_) {
  case kind::agent: return end(kind::link, links_);
  case kind::link: return end(kind::asset, assets_);
  case kind::asset:
    stopping_ = kind::store;
    awaited_ = living(kind::store);
    return awaited_ == 0 ? stop_next() : commit_and_end();
  case kind::store:
    stopped_->deliver(committed_);
    return self->quit(caf::exit_reason::user_shutdown);
  }
}

} // namespace troupe
