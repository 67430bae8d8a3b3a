#include "config/difference.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace troupe {
namespace {

enum class effect : uint8_t { adjusts, relinks, reconnects };

template <class Owner>
struct key_of {
  std::string_view name;
  bool (*differs)(const Owner&, const Owner&);
  enum effect effect = effect::reconnects;
};

template <auto Member, class Owner>
bool differs(const Owner& a, const Owner& b) {
  return !(a.*Member == b.*Member);
}

using agent = agent_settings;

constexpr std::array agent_keys{
    key_of<agent>{"type", differs<&agent::type>},
    key_of<agent>{"disabled", differs<&agent::disabled>},
    key_of<agent>{"host", differs<&agent::host>},
    key_of<agent>{"port", differs<&agent::port>},
    key_of<agent>{"client_id", differs<&agent::client_id>},
    key_of<agent>{"secure_mode", differs<&agent::secure_mode>},
    key_of<agent>{"certificate_alias", differs<&agent::certificate_alias>},
    key_of<agent>{"alpn", differs<&agent::alpn>},
    key_of<agent>{"trust", differs<&agent::trust>},
    key_of<agent>{"username", differs<&agent::username>},
    key_of<agent>{"password", differs<&agent::password>},
    key_of<agent>{"resume_session", differs<&agent::resume_session>},
    key_of<agent>{"session_expiry", differs<&agent::session_expiry>},
    key_of<agent>{"publish_qos", differs<&agent::publish_qos>, effect::relinks},
    key_of<agent>{"subscribe_qos", differs<&agent::subscribe_qos>, effect::relinks},
    key_of<agent>{"mqtt_version", differs<&agent::mqtt_version>},
    key_of<agent>{"websocket_mode", differs<&agent::websocket_mode>},
    key_of<agent>{"websocket_path", differs<&agent::websocket_path>},
    key_of<agent>{"websocket_query", differs<&agent::websocket_query>},
    key_of<agent>{"last_will_topic", differs<&agent::last_will_topic>},
    key_of<agent>{"last_will_payload", differs<&agent::last_will_payload>},
    key_of<agent>{"last_will_retain", differs<&agent::last_will_retain>},
    key_of<agent>{
        "wildcard_subscription_topics", differs<&agent::wildcard_subscription_topics>,
        effect::adjusts},
    key_of<agent>{"update_on_write", differs<&agent::update_on_write>, effect::relinks},
    key_of<agent>{"profile", differs<&agent::profile>},
    key_of<agent>{"keep_alive", differs<&agent::keep_alive>},
    key_of<agent>{"connect_timeout", differs<&agent::connect_timeout>},
    key_of<agent>{"reconnect_min", differs<&agent::reconnect_min>, effect::adjusts},
    key_of<agent>{"reconnect_max", differs<&agent::reconnect_max>, effect::adjusts},
};

using at_start = runtime_settings;

constexpr std::array start_keys{
    key_of<at_start>{"storage_dir", differs<&at_start::storage_dir>},
    key_of<at_start>{"socket", differs<&at_start::socket>},
    key_of<at_start>{"durability", differs<&at_start::durability>},
    key_of<at_start>{"commit_interval", differs<&at_start::commit_interval>},
    key_of<at_start>{"log_format", differs<&at_start::log_format>},
    key_of<at_start>{"time_zone", differs<&at_start::time_zone>},
    key_of<at_start>{"max_payload", differs<&at_start::max_payload_bytes>},
    key_of<at_start>{"journal_max", differs<&at_start::journal_max_bytes>},
};

/// Calls `use(a, b)` for each pair of one name, null where one list does not have it. Both
/// lists are sorted.
template <class List, class Name, class F>
void pair_up(const List& as, const List& bs, Name name, F use) {
  auto a = as.begin();
  auto b = bs.begin();
  while (a != as.end() || b != bs.end()) {
    auto only_a = b == bs.end() || (a != as.end() && name(*a) < name(*b));
    auto only_b = !only_a && (a == as.end() || name(*b) < name(*a));
    use(only_b ? nullptr : &*a, only_a ? nullptr : &*b);
    if (!only_b)
      ++a;
    if (!only_a)
      ++b;
  }
}

constexpr auto id_of = [](const auto& x) -> const std::string& { return x.id; };
constexpr auto name_of = [](const auto& x) -> const std::string& { return x.name; };

/// Agents whose links work in another way from now on.
using relinking = std::set<std::string_view>;

agent_difference compare(const agent_settings& a, const agent_settings& b, relinking& links) {
  agent_difference out{a.id, difference::changed, {}};
  for (auto& key : agent_keys) {
    if (!key.differs(a, b))
      continue;
    out.keys.push_back(key.name);
    if (key.effect == effect::reconnects)
      out.what = difference::reconnects;
    if (key.effect == effect::relinks)
      links.insert(a.id);
  }
  return out;
}

/// Attributes stand in the order of the file.
void compare_attributes(asset_difference& out, const asset_settings& a, const asset_settings& b) {
  std::map<std::string_view, const attribute_settings*> before;
  for (auto& x : a.attributes)
    before.emplace(x.name, &x);
  for (auto& x : b.attributes) {
    auto known = before.find(x.name);
    if (known == before.end()) {
      out.added.push_back(x.name);
      continue;
    }
    if (!(*known->second == x))
      out.changed.push_back(x.name);
    before.erase(known);
  }
  for (auto& x : a.attributes)
    if (before.contains(x.name))
      out.removed.push_back(x.name);
}

bool goes_by(const asset_settings& x, const relinking& agents) {
  return std::any_of(x.attributes.begin(), x.attributes.end(), [&](auto& attribute) {
    return (attribute.agent_link && agents.contains(attribute.agent_link->agent))
           || std::any_of(attribute.forwards.begin(), attribute.forwards.end(), [&](auto& forward) {
                return agents.contains(forward.agent);
              });
  });
}

} // namespace

realm_difference compare(const realm_settings& running, const realm_settings& wanted) {
  realm_difference out{
      wanted.name, difference::changed, !(running.limits == wanted.limits), {}, {}};
  relinking links;
  pair_up(running.agents, wanted.agents, id_of, [&](auto* a, auto* b) {
    if (!a || !b)
      out.agents.push_back({a ? a->id : b->id, a ? difference::removed : difference::added, {}});
    else if (a != b && !(*a == *b))
      out.agents.push_back(compare(*a, *b, links));
  });
  pair_up(running.assets, wanted.assets, id_of, [&](auto* a, auto* b) {
    if (!a || !b) {
      out.assets.push_back({a ? a->id : b->id, a ? difference::removed : difference::added});
    } else if (a != b && !(*a == *b)) {
      compare_attributes(out.assets.emplace_back(asset_difference{a->id}), *a, *b);
    } else if (!links.empty() && goes_by(*b, links)) {
      out.assets.push_back({b->id, difference::relinked});
    }
  });
  return out;
}

settings_difference
compare(const settings& running, const settings& wanted, const settings& started) {
  settings_difference out;
  pair_up(running.realms, wanted.realms, name_of, [&](auto* a, auto* b) {
    if (!a || !b)
      out.realms.push_back({a ? a->name : b->name, a ? difference::removed : difference::added});
    else if (a != b && !(*a == *b))
      out.realms.push_back(compare(*a, *b));
  });
  if (running.runtime.log_level != wanted.runtime.log_level)
    out.at_once.push_back("runtime.log_level");
  for (auto& key : start_keys)
    if (key.differs(started.runtime, wanted.runtime))
      out.at_next_start.push_back("runtime." + std::string{key.name});
  if (!(started.console == wanted.console))
    out.at_next_start.push_back("console");
  if (!(started.vault == wanted.vault))
    out.at_next_start.push_back("vault");
  if (!(started.health == wanted.health))
    out.at_next_start.push_back("health");
  return out;
}

namespace {

template <class T, class Name>
void share(shared_list<T>& wanted, const shared_list<T>& running, Name name) {
  std::map<std::string_view, size_t> known;
  for (size_t i = 0; i < running.size(); ++i)
    known.emplace(name(running[i]), i);
  for (size_t i = 0; i < wanted.size(); ++i)
    if (auto same = known.find(name(std::as_const(wanted)[i]));
        same != known.end() && std::as_const(wanted)[i] == running[same->second])
      wanted.adopt(i, running, same->second);
}

} // namespace

void share_equals(settings& wanted, const settings& running) {
  for (auto& realm : wanted.realms)
    for (auto& before : running.realms)
      if (before.name == realm.name) {
        share(realm.agents, before.agents, id_of);
        share(realm.assets, before.assets, id_of);
      }
  share(wanted.realms, running.realms, name_of);
}

} // namespace troupe
