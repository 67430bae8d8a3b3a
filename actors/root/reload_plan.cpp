#include "actors/root/reload_plan.hpp"

#include "actors/agent/subscription_plan.hpp"

#include <algorithm>
#include <map>

namespace troupe {
namespace {

std::string plural(size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

/// "a, b, c and 12 more"
template <class Names>
std::string names(const Names& xs) {
  constexpr size_t shown = 5;
  std::string out;
  for (size_t i = 0; i < xs.size() && i < shown; ++i)
    out.append(i == 0 ? "" : ", ").append(xs[i]);
  return xs.size() > shown ? out + " and " + std::to_string(xs.size() - shown) + " more" : out;
}

void append(std::string& out, const std::string& part) {
  if (!part.empty())
    out.append(out.empty() ? "" : "; ").append(part);
}

template <class List>
auto find(const List& xs, const std::string& id) {
  return std::find_if(xs.begin(), xs.end(), [&](auto& x) { return x.id == id; });
}

/// What the agents of a realm subscribe to: topic and QoS.
using topics = std::map<std::string, int>;

std::map<std::string, topics> subscriptions_of(const realm_settings& x) {
  std::map<std::string, std::vector<wanted_topic>> wanted;
  std::map<std::string, const agent_settings*> agents;
  for (auto& agent : x.agents)
    agents.emplace(agent.id, &agent);
  for (auto& asset : x.assets)
    for (auto& attribute : asset.attributes)
      if (auto& link = attribute.agent_link; link && !link->subscription_topic.empty())
        if (auto agent = agents.find(link->agent); agent != agents.end())
          wanted[link->agent].push_back(
              {link->subscription_topic, subscribe_qos(*link, *agent->second)});
  std::map<std::string, topics> out;
  for (auto& [id, all] : wanted)
    if (auto plan = plan_subscriptions(agents[id]->wildcard_subscription_topics, all))
      for (auto& subscription : plan->subscriptions)
        out[id][subscription.topic] = subscription.qos;
  return out;
}

std::string resubscription(const topics& before, const topics& after) {
  size_t more = 0;
  size_t fewer = 0;
  for (auto& [topic, qos] : after)
    if (auto known = before.find(topic); known == before.end() || known->second != qos)
      ++more;
  for (auto& [topic, qos] : before)
    fewer += !after.contains(topic);
  std::string out;
  if (more > 0)
    out = plural(more, "topic") + " subscribed";
  if (fewer > 0)
    append(out, plural(fewer, "topic") + " unsubscribed");
  return out;
}

class planner {
public:
  planner(std::vector<reload_change>& out, const std::vector<link_group>& links)
      : out_{out}, links_{links} {}

  void add(const realm_difference& x, const realm_settings* before, const realm_settings* after) {
    realm_ = x.name;
    if (!before || !after) {
      auto& realm = before ? *before : *after;
      auto what =
          plural(realm.agents.size(), "agent") + ", " + plural(realm.assets.size(), "asset");
      say("realm", x.name, before ? "stops" : "starts",
          before ? what + "; its database stays where it is" : what);
      return;
    }
    if (x.limits)
      say("realm", x.name, "changes", "limits");
    for (auto& agent : x.agents)
      add(agent);
    resubscribe(x, *before, *after);
    for (auto& asset : x.assets)
      add(asset, *before, *after);
  }

  void
  say(const char* kind, const std::string& name, const char* action, const std::string& detail) {
    out_.push_back({realm_, kind, name, action, detail});
  }

private:
  void add(const agent_difference& x) {
    switch (x.what) {
    case difference::added: return say("agent", x.id, "starts", "it connects");
    case difference::removed: return say("agent", x.id, "stops", "it disconnects");
    case difference::reconnects:
      return say("agent", x.id, "reconnects", names(x.keys) + " changed");
    default: return say("agent", x.id, "changes", names(x.keys) + " changed; it stays connected");
    }
  }

  /// Agents that begin or end with the change subscribe anyway.
  void resubscribe(
      const realm_difference& x, const realm_settings& before, const realm_settings& after) {
    if (x.agents.empty() && x.assets.empty())
      return;
    auto then = subscriptions_of(before);
    auto now = subscriptions_of(after);
    for (auto& agent : after.agents) {
      auto changed = find(x.agents, agent.id);
      auto anew =
          changed != x.agents.end()
          && (changed->what == difference::added || changed->what == difference::reconnects);
      auto detail =
          anew || agent.disabled ? std::string{} : resubscription(then[agent.id], now[agent.id]);
      if (!detail.empty())
        say("agent", agent.id, "resubscribes", detail + "; it stays connected");
    }
  }

  void add(const asset_difference& x, const realm_settings& before, const realm_settings& after) {
    auto now = find(after.assets, x.id);
    if (x.what == difference::added)
      return say("asset", x.id, "starts", plural(now->attributes.size(), "attribute"));
    if (x.what == difference::removed) {
      auto then = find(before.assets, x.id);
      auto detail = plural(then->attributes.size(), "attribute") + "; the history stays";
      append(detail, queued(x.id, "dropped"));
      return say("asset", x.id, "stops", detail);
    }
    std::string detail;
    if (!x.added.empty())
      append(detail, "new: " + names(x.added));
    if (!x.removed.empty())
      append(detail, "gone: " + names(x.removed) + " (the history stays)");
    if (!x.changed.empty())
      append(detail, "changed: " + names(x.changed));
    if (x.what == difference::relinked)
      append(detail, "an agent of its links changes");
    if (detail.empty())
      detail = "its name, type, parent or order changed";
    append(detail, queued(x.id, "kept, as far as they still have somewhere to go"));
    say("asset", x.id, "restarts", detail);
  }

  std::string queued(const std::string& asset, const std::string& fate) const {
    uint64_t count = 0;
    for (auto& group : links_)
      if (group.realm == realm_ && group.asset->id == asset)
        for (size_t i = 0; i < group.counters->size(); ++i)
          count += std::as_const(*group.counters)[i][outbound::queued];
    return count == 0 ? std::string{} : plural(count, "value") + " waiting to be sent: " + fate;
  }

  std::vector<reload_change>& out_;
  const std::vector<link_group>& links_;
  std::string realm_;
};

const realm_settings* find_realm(const settings& x, const std::string& name) {
  for (auto& realm : x.realms)
    if (realm.name == name)
      return &realm;
  return nullptr;
}

} // namespace

std::vector<reload_change> planned_changes(
    const settings_difference& x, const settings& running, const settings& wanted,
    const std::vector<link_group>& links) {
  std::vector<reload_change> out;
  planner plan{out, links};
  for (auto& key : x.at_once)
    plan.say("runtime", key, "changes", "");
  for (auto& key : x.at_next_start)
    plan.say("runtime", key, "waits", "it takes effect at the next start of the runtime");
  for (auto& realm : x.realms)
    plan.add(realm, find_realm(running, realm.name), find_realm(wanted, realm.name));
  return out;
}

} // namespace troupe
