#include "actors/log.hpp"
#include "actors/realm/realm.hpp"

#include <algorithm>
#include <chrono>

/// How those end whom another configuration does not have: each once it has done what it was
/// given before, sources first, without holding up anyone who stays.
namespace troupe {

using namespace std::chrono_literals;

/// What a link may take to hand over what waits in it; it has nothing else to do any more.
constexpr auto heir_patience = 5s;

void realm_state::leave(number n, bool for_good) {
  auto& child = children_[n];
  child.leaving = true;
  if (for_good)
    env->who->let_go(child.card);
  handover_->awaited.insert(n);
  if (auto asset = assets_.find(n); asset != assets_.end())
    alarms_.erase({asset->second.report.next, n});
}

/// Agents end at once. Assets wait for their links to have worked off all that came in.
void realm_state::begin_leaving() {
  std::vector<number> agents;
  std::vector<number> assets;
  for (auto& [n, child] : children_) {
    if (child.leaving && child.kind == kind::agent)
      agents.push_back(n);
    if (child.leaving && child.kind == kind::asset && !assets_[n].is_agent)
      assets.push_back(n);
  }
  for (auto n : agents)
    dismiss(n, agents_[n].handle);
  for (auto n : assets)
    dismiss_drained(n);
}

template <class Handle>
void realm_state::dismiss(number n, const Handle& handle) {
  if (children_[n].alive)
    self->send(handle, stop_atom::value);
  else
    left(n);
}

/// Nothing more comes from the agent to its links that leave: they say when they have worked
/// off what came before.
void realm_state::let_go(number agent) {
  std::vector<number> links;
  for (auto& [n, link] : links_)
    if (link.agent == agent && children_[n].leaving && !std::exchange(link.drained, true))
      links.push_back(n);
  for (auto n : links) {
    if (!children_[n].alive) {
      left(n);
      continue;
    }
    auto asset = links_[n].asset;
    self->request(links_[n].handle, caf::infinite, pulse_atom::value)
        .then(
            [this, n, asset] { drained(n, asset); },
            [this, n, asset](const caf::error&) { drained(n, asset); });
  }
}

void realm_state::drained(number link, number asset) {
  if (auto found = links_.find(link); found != links_.end())
    found->second.working = false;
  gone(link); // as far as anyone waits for it
  dismiss_drained(asset);
}

void realm_state::dismiss_drained(number asset) {
  auto found = assets_.find(asset);
  if (found == assets_.end() || found->second.dismissed)
    return;
  for (auto n : found->second.links)
    if (links_[n].working)
      return;
  found->second.dismissed = true;
  dismiss(asset, found->second.handle);
}

/// A child that was to leave has ended.
void realm_state::left(number n) {
  switch (children_[n].kind) {
  case kind::store: break; // never leaves
  case kind::asset: return asset_left(n);
  case kind::link: link_left(n); break;
  case kind::agent: agent_left(n); break;
  }
  gone(n);
}

void realm_state::gone(number n) {
  if (handover_ && handover_->awaited.erase(n) > 0 && handover_->awaited.empty())
    end_handover(true);
}

void realm_state::link_left(number n) {
  auto asset = links_[n].asset;
  links_.erase(n);
  forget(n);
  if (auto of = assets_.find(asset); of != assets_.end()) {
    of->second.links.erase(n);
    dismiss_drained(asset);
  }
}

/// Its links send nothing on any more; what waits there goes first, by the successor's.
void realm_state::asset_left(number n) {
  auto links = assets_[n].links;
  assets_.erase(n);
  forget(n);
  auto heir = std::find_if(
      assets_.begin(), assets_.end(), [n](auto& x) { return x.second.predecessor == n; });
  auto successor = heir == assets_.end() ? nobody : heir->first;
  auto waiting = std::make_shared<size_t>(1);
  auto handed_over = [this, waiting, successor, n] {
    if (--*waiting > 0)
      return;
    succeed(successor);
    gone(n);
  };
  for (auto number : links) {
    auto& link = links_[number];
    auto theirs = links_.find(link.heir);
    link_heir to{theirs == links_.end() ? link_actor{} : theirs->second.handle, link.forwards};
    ++*waiting;
    self->request(link.handle, heir_patience, stop_atom::value, std::move(to))
        .then(handed_over, [handed_over](const caf::error&) { handed_over(); });
  }
  handed_over();
}

void realm_state::succeed(number asset) {
  auto found = assets_.find(asset);
  if (found == assets_.end() || !std::exchange(found->second.predecessor, nobody))
    return;
  wire_asset(asset);
  for (auto link : found->second.links)
    links_[link].inherited.clear(); // one that crashes later has forgotten what it sent
}

void realm_state::agent_left(number n) {
  auto& agent = agents_[n];
  let_go(n);
  if (agent.returns) {
    auto& child = children_[n];
    agent.returns = child.leaving = false;
    spawn(n);
    return wire(n);
  }
  auto asset = agent.asset;
  agents_.erase(n);
  forget(n);
  dismiss_drained(asset);
}

void realm_state::forget(number n) {
  env->who->retire(children_[n].card);
  children_.erase(n);
}

void realm_state::out_of_patience(number handover) {
  if (handover_ && handover_->id == handover)
    end_handover(false);
}

/// Where not all have ended, their successors do not wait any longer.
void realm_state::end_handover(bool all) {
  auto promise = handover_->promise;
  handover_.reset();
  for (auto& [n, child] : children_)
    if (!all && child.leaving && child.alive) {
      log::warn("actor.lingers", "realm", settings->name, "actor", child.card->title());
      self->send_exit(caf::actor_cast<caf::actor>(child.card->address()), caf::exit_reason::kill);
    }
  for (auto& [n, asset] : assets_)
    succeed(n);
  promise.deliver(all);
  if (stopped_)
    stop_next();
}

} // namespace troupe
