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

// -- the plan: everything that does not change when a child is restarted ------------

void realm_state::start(const actor_card_ptr& own) {
  plan_agents();
  plan_assets();
  enrol(own);
  for (uint32_t i = 0; i < children_.size(); ++i)
    spawn(i);
}

void realm_state::plan_agents() {
  for (auto& agent : settings->agents) {
    agent_child child;
    child.settings = std::shared_ptr<const agent_settings>{settings, &agent};
    child.counters = env->who->add_agent(settings->name, agent.id);
    child.asset = assets_.size();
    agents_.push_back(std::move(child));
    assets_.push_back({std::make_shared<asset_settings>(agent_as_asset(agent)), true, {}, {}, {}});
    asset_index_.emplace(agent.id, assets_.size() - 1);
  }
}

void realm_state::plan_assets() {
  auto zone = time_zone::find(env->config->runtime.time_zone); // checked with the configuration
  link_planner planner{settings, env->who, zone ? *zone : time_zone{}};
  for (auto& asset : settings->assets) {
    auto index = assets_.size();
    assets_.push_back({std::shared_ptr<const asset_settings>{settings, &asset}, false, {}, {}, {}});
    asset_index_.emplace(asset.id, index);
    for (auto& plan : planner.plan(asset)) {
      auto agent = asset_index_.find(plan.agent)->second; // agents come first, in order
      auto number = static_cast<uint32_t>(agents_[agent].links.size());
      agents_[agent].links.push_back(links_.size());
      assets_[index].links.push_back(links_.size());
      links_.push_back({std::move(plan.options), index, agent, number, std::move(plan.topics), {}});
    }
  }
}

void realm_state::enrol(const actor_card_ptr& own) {
  auto add = [&](enum kind kind, size_t index, const char* word, const std::string& name) {
    auto card = env->who->enrol(own->id, settings->name, word, name);
    children_.push_back({kind, index, std::move(card), {}});
  };
  add(kind::store, 0, "store", settings->name);
  for (size_t i = 0; i < assets_.size(); ++i)
    add(kind::asset, i, "asset", assets_[i].settings->id);
  for (size_t i = 0; i < links_.size(); ++i)
    add(kind::link, i, "link", links_[i].options.asset->id + " ↔ " + links_[i].options.agent);
  for (size_t i = 0; i < agents_.size(); ++i)
    add(kind::agent, i, "agent", agents_[i].settings->id);
}

// -- spawning and wiring --------------------------------------------------------------

void realm_state::spawn(uint32_t number) {
  auto& x = children_[number];
  auto born = [&](const auto& handle) {
    numbers_[handle.id()] = number;
    x.card->address(handle.address());
    return handle;
  };
  switch (x.kind) {
  case kind::store: store_ = born(spawn_store(self, env, x.card, *settings)); break;
  case kind::asset: {
    auto& asset = assets_[x.index];
    asset.handle =
        born(spawn_asset(self, env, x.card, settings->name, asset.settings, asset.is_agent));
    break;
  }
  case kind::link: {
    auto& link = links_[x.index];
    link.handle = born(spawn_link(self, x.card, link.options));
    break;
  }
  case kind::agent: {
    auto& agent = agents_[x.index];
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
    for (size_t i = 0; i < agents_.size(); ++i)
      introduce_agent(i);
    return;
  }
  for (size_t i = 0; i < links_.size(); ++i)
    wire_link(i);
  for (size_t i = 0; i < assets_.size(); ++i)
    wire_asset(i);
  for (size_t i = 0; i < agents_.size(); ++i)
    wire_agent(i);
}

/// The vault is there, or there is a new one.
void realm_state::attach(const realm_vault_actor& vault) {
  vault_ = vault;
  self->send(vault_, watch_atom::value, realm_handle{realm_actor{self}});
  for (size_t i = 0; mqtt_ && i < agents_.size(); ++i)
    introduce_agent(i);
}

void realm_state::vault_changed() {
  for (auto& agent : agents_)
    self->send(agent.handle, troupe::vault_changed{});
}

void realm_state::wire_link(size_t index) {
  auto& link = links_[index];
  self->send(
      link.handle, attach_atom::value,
      link_wiring{assets_[link.asset].handle, agents_[link.agent].handle});
}

namespace {

asset_wiring::forward_target
forward_target_of(const link_options& options, const link_actor& link) {
  asset_wiring::forward_target out;
  out.link = link;
  out.counters = options.table->counters;
  out.first_row = static_cast<uint32_t>(options.links.size());
  for (auto& x : options.forwards)
    out.sources.push_back({x.attribute, x.settings->on == forward_on::change});
  return out;
}

} // namespace

void realm_state::wire_asset(size_t index) {
  auto& asset = assets_[index];
  asset_wiring wiring{store_, {}, realm_actor{self}, static_cast<uint32_t>(index)};
  for (auto number : asset.links) {
    auto& link = links_[number];
    for (uint32_t i = 0; i < link.options.links.size(); ++i)
      wiring.writes.push_back({link.options.links[i].attribute, link.handle, i});
    if (!link.options.forwards.empty())
      wiring.forwards.push_back(forward_target_of(link.options, link.handle));
  }
  self->send(asset.handle, attach_atom::value, std::move(wiring));
  for (auto& [id, listener] : listeners_)
    if (id.empty() || id == asset.settings->id)
      self->send(asset.handle, watch_atom::value, listener_handle{listener});
}

void realm_state::attach_to_agent(const link_child& x) {
  self->send(
      agents_[x.agent].handle, attach_atom::value,
      link_route{x.number, x.handle, x.topics, x.options.table, !x.options.forwards.empty()});
}

/// The agent gets whom it needs, its asset gets its configuration.
void realm_state::introduce_agent(size_t index) {
  auto& agent = agents_[index];
  auto& asset = assets_[agent.asset].handle;
  self->send(asset, agent_configuration(*agent.settings, env->now_ms()));
  self->send(agent.handle, attach_atom::value, agent_wiring{mqtt_, asset, store_, vault_});
}

void realm_state::wire_agent(size_t index) {
  auto& agent = agents_[index];
  introduce_agent(index);
  for (auto number : agent.links)
    attach_to_agent(links_[number]);
  self->send(agent.handle, attach_atom::value);
}

// -- when a child dies -----------------------------------------------------------------

void realm_state::child_died(const caf::exit_msg& x) {
  auto found = numbers_.find(x.source.id());
  if (found == numbers_.end())
    return self->quit(x.reason);
  auto number = found->second;
  auto& child = children_[number];
  numbers_.erase(found);
  if (stopping_) {
    if (child.kind == *stopping_ && --awaited_ == 0)
      stop_next();
    return;
  }
  auto delay = child.schedule.died(self->clock().now());
  child.card->last_error(sentence(x.reason));
  log::error(
      delay ? "actor.died" : "actor.given_up", "realm", settings->name, "kind", child.card->kind,
      "name", child.card->name, "cause", sentence(x.reason));
  if (delay)
    self->delayed_send(self, *delay, restart_atom::value, number);
}

void realm_state::restart(uint32_t number) {
  if (stopping_)
    return;
  children_[number].card->meter->restarts.fetch_add(1);
  spawn(number);
  wire(children_[number]);
}

/// Everyone who needs the restarted actor gets its new handle.
void realm_state::wire(const child& x) {
  switch (x.kind) {
  case kind::store:
    for (size_t i = 0; i < assets_.size(); ++i)
      wire_asset(i);
    for (size_t i = 0; i < agents_.size(); ++i)
      introduce_agent(i);
    break;
  case kind::asset:
    wire_asset(x.index);
    if (assets_[x.index].is_agent)
      introduce_agent(x.index); // agents are the first assets, in the same order
    for (auto link : assets_[x.index].links)
      wire_link(link);
    break;
  case kind::link: {
    auto& link = links_[x.index];
    wire_link(x.index);
    wire_asset(link.asset);
    attach_to_agent(link);
    break;
  }
  case kind::agent:
    for (auto link : agents_[x.index].links)
      wire_link(link);
    wire_agent(x.index);
    break;
  }
}

// -- the end ------------------------------------------------------------------------------

caf::result<bool> realm_state::stop() {
  stopped_ = self->make_response_promise<bool>();
  stop_next();
  return *stopped_;
}

/// Children that died and were not restarted do not end once more.
size_t realm_state::living(enum kind what) const {
  return static_cast<size_t>(std::count_if(
      numbers_.begin(), numbers_.end(), [&](auto& x) { return children_[x.second].kind == what; }));
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
    for (auto& x : children)
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
