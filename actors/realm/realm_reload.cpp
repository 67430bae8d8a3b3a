#include "actors/log.hpp"
#include "actors/realm/realm.hpp"

#include <algorithm>
#include <chrono>

/// Another configuration, while values go on coming in. An asset that changes gets a successor,
/// with links of its own. Its agents send what comes from now on to the new links; when they
/// do, the old ones work off what they have and end, then the old asset does; then the
/// successor takes up the state from the store, and what came meanwhile counts on top.
namespace troupe {

using namespace std::chrono_literals;

namespace {

/// What those who leave may take to end what they are at. A write waits 10 s for its answer.
constexpr auto patience = 12s;

template <class T>
std::shared_ptr<const T> share(const shared_list<T>& xs, const std::string& id) {
  for (size_t i = 0; i < xs.size(); ++i)
    if (xs[i].id == id)
      return xs.share(i);
  return nullptr;
}

/// The forward of `heir` that sends on the same attribute to the same topic; UINT32_MAX: none.
uint32_t
find_forward(const link_options& heir, const std::string& attribute, const std::string& topic) {
  for (uint32_t i = 0; i < heir.forwards.size(); ++i)
    if (heir.asset->attributes[heir.forwards[i].attribute].name == attribute
        && heir.forwards[i].settings->publish_topic == topic)
      return i;
  return UINT32_MAX;
}

} // namespace

caf::result<bool> realm_state::reload(realm_reload&& x) {
  if (handover_ || stopped_)
    return failure(errc::unavailable, "realm " + settings->name + " is changing already");
  auto before = std::exchange(settings, std::move(x.settings));
  auto change = compare(*before, *settings);
  if (change.limits)
    self->send(store_, store_limits{settings->limits.disk_bytes});
  handover_.emplace();
  handover_->id = ++last_handover_;
  handover_->promise = self->make_response_promise<bool>();
  auto promise = handover_->promise;
  begin(change);
  if (handover_ && handover_->awaited.empty())
    end_handover(true);
  else if (handover_)
    self->delayed_send(self, patience, retry_atom::value, handover_->id);
  return promise;
}

/// The successors are at work before anyone leaves, and an agent learns of both at once.
void realm_state::begin(const realm_difference& change) {
  auto old = last_number_;
  auto plan = planner();
  for (auto removed : {true, false}) { // an id that is free again may be another's
    for (auto& x : change.agents)
      if ((x.what == difference::removed) == removed)
        begin_agent(x);
    for (auto& x : change.assets)
      if ((x.what == difference::removed) == removed)
        begin_asset(x, plan);
  }
  for (auto n = old + 1; n <= last_number_; ++n)
    spawn(n);
  for (auto n = old + 1; n <= last_number_; ++n)
    if (children_[n].kind == kind::asset)
      wire_asset(n);
    else if (children_[n].kind == kind::link)
      begin_link(n, old);
  for (auto n = old + 1; n <= last_number_; ++n)
    if (children_[n].kind == kind::agent)
      wire_agent(n);
  tell_agents();
  begin_leaving();
}

void realm_state::begin_agent(const agent_difference& x) {
  if (x.what == difference::added) {
    add_agent(share(settings->agents, x.id));
    return;
  }
  auto n = agent_numbers_[x.id];
  auto& agent = agents_[n];
  if (x.what == difference::removed) {
    agent_numbers_.erase(x.id);
    asset_numbers_.erase(x.id);
    env->who->remove_agent(settings->name, x.id);
    leave(agent.asset);
    return leave(n);
  }
  agent.settings = share(settings->agents, x.id);
  agent.returns = x.what == difference::reconnects;
  if (agent.returns)
    leave(n, false);
  else
    handover_->news[n];
}

void realm_state::begin_asset(const asset_difference& x, link_planner& planner) {
  if (x.what == difference::added) {
    add_asset(share(settings->assets, x.id), planner);
    return;
  }
  auto old = asset_numbers_[x.id];
  leave(old);
  for (auto link : assets_[old].links)
    leave(link);
  asset_numbers_.erase(x.id);
  std::set<number> agents;
  if (x.what != difference::removed) {
    auto heir = add_asset(share(settings->assets, x.id), planner);
    assets_[heir].predecessor = old;
    for (auto link : assets_[heir].links)
      agents.insert(links_[link].agent);
  }
  for (auto n : assets_[old].links) {
    auto& link = links_[n];
    agents_[link.agent].links.erase(n);
    if (agents.contains(link.agent))
      inherit(n);
    else
      env->who->remove(settings->name, x.id, link.options.agent);
    if (auto agent = children_.find(link.agent); !agent->second.leaving)
      handover_->news[link.agent].removed.push_back(n);
  }
}

/// What waits to be sent on has another way from now on.
void realm_state::inherit(number n) {
  auto& link = links_[n];
  for (auto theirs : agents_[link.agent].links) {
    auto& heir = links_[theirs];
    if (heir.options.asset->id != link.options.asset->id || children_[theirs].leaving)
      continue;
    link.heir = theirs;
    for (auto& x : link.options.forwards) {
      auto& attribute = link.options.asset->attributes[x.attribute];
      auto to = find_forward(heir.options, attribute.name, x.settings->publish_topic);
      link.forwards.push_back(to);
      if (to == UINT32_MAX)
        continue;
      auto& y = heir.options.forwards[to];
      if (*y.settings == *x.settings && heir.options.asset->attributes[y.attribute] == attribute)
        heir.inherited.insert(to);
    }
  }
}

/// A new link; an agent that is at work already is to go by it, too.
void realm_state::begin_link(number n, number old) {
  wire_link(n);
  auto agent = links_[n].agent;
  if (agent <= old && !children_[agent].leaving)
    handover_->news[agent].added.push_back(route_to(n));
}

/// One that died begins again with the new links.
void realm_state::tell_agents() {
  for (auto& [n, news] : handover_->news) {
    news.settings = with_last_will(*env, agents_[n].settings, settings->name);
    self->request(agents_[n].handle, caf::infinite, std::move(news))
        .then([this, n = n] { let_go(n); }, [this, n = n](const caf::error&) { let_go(n); });
    introduce_agent(n); // its asset shows the new settings
  }
}

} // namespace troupe
