#include "actors/log.hpp"
#include "actors/realm/realm.hpp"

/// How those end whom another configuration does not have: each once it has done what it was
/// given before, sources first, without holding up anyone who stays.
namespace troupe {

void realm_state::leave(number n, bool for_good) {
  auto& child = children_[n];
  child.leaving = true;
  if (for_good)
    env->who->let_go(child.card);
  ++handover_->awaited;
  if (auto asset = assets_.find(n); asset != assets_.end())
    alarms_.erase({asset->second.report.next, n});
}

/// Agents end at once. Links wait for their agents to let go of them, assets for their links.
void realm_state::begin_leaving() {
  std::vector<number> agents;
  std::vector<number> assets;
  for (auto& [n, child] : children_) {
    if (child.leaving && child.kind == kind::agent)
      agents.push_back(n);
    if (child.leaving && child.kind == kind::asset && assets_[n].links.empty()
        && !assets_[n].is_agent)
      assets.push_back(n);
  }
  for (auto n : agents)
    dismiss(n, agents_[n].handle);
  for (auto n : assets)
    dismiss(n, assets_[n].handle);
}

template <class Handle>
void realm_state::dismiss(number n, const Handle& handle) {
  if (children_[n].alive)
    self->send(handle, stop_atom::value);
  else
    left(n);
}

/// Nothing more comes from the agent to its links that leave.
void realm_state::let_go(number agent) {
  std::vector<number> links;
  for (auto& [n, link] : links_)
    if (link.agent == agent && children_[n].leaving)
      links.push_back(n);
  for (auto n : links) {
    auto& link = links_[n];
    auto heir = links_.find(link.heir);
    if (!children_[n].alive)
      left(n);
    else
      self->send(
          link.handle, stop_atom::value,
          link_heir{heir == links_.end() ? link_actor{} : heir->second.handle, link.forwards});
  }
}

/// A child that was to leave has ended.
void realm_state::left(number n) {
  switch (children_[n].kind) {
  case kind::store: break; // never leaves
  case kind::asset: asset_left(n); break;
  case kind::link: link_left(n); break;
  case kind::agent: agent_left(n); break;
  }
  if (handover_ && --handover_->awaited == 0)
    end_handover(true);
}

void realm_state::link_left(number n) {
  auto asset = links_[n].asset;
  links_.erase(n);
  forget(n);
  auto& of = assets_[asset];
  of.links.erase(n);
  if (of.links.empty())
    dismiss(asset, of.handle);
}

void realm_state::asset_left(number n) {
  assets_.erase(n);
  forget(n);
  for (auto& [heir, x] : assets_)
    if (x.predecessor == n) {
      x.predecessor = nobody;
      wire_asset(heir);
    }
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
  dismiss(asset, assets_[asset].handle);
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
    if (child.leaving)
      log::warn(
          "actor.lingers", "realm", settings->name, "kind", child.card->kind, "name",
          child.card->name);
  for (auto& [n, asset] : assets_)
    if (std::exchange(asset.predecessor, nobody))
      wire_asset(n);
  promise.deliver(all);
  if (stopped_)
    stop_next();
}

} // namespace troupe
