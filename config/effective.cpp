#include "config/effective.hpp"

#include "config/formats.hpp"
#include "config/sections.hpp"

#include <algorithm>
#include <unordered_map>

namespace troupe::config {
namespace {

/// What the files say, by path; values only of keys that are no tables.
using written_keys = std::unordered_map<std::string, node>;

/// The values of one table after the other.
class lister {
public:
  explicit lister(const written_keys& known) : known_{known} {}

  std::vector<effective_table> take() && { return std::move(out_); }

  void begin(std::string path, const origin& at) { out_.push_back({std::move(path), at, {}}); }

  /// The keys of `x`, which stand at the first of `paths` or else, by default, at the others.
  template <class T>
  void
  add(const section<T>& s, T x, const std::string& prefix, const std::vector<std::string>& paths,
      std::string_view without = {}) {
    auto counted = s.write(std::move(x)).keys;
    for (auto& key : s.keys) {
      auto own = note(paths.front() + key.name);
      auto value = find(counted, key.name);
      auto is_plain = own && !std::holds_alternative<date>(own->content);
      if (key.name == without || (!value && !is_plain))
        continue;
      auto content = value ? value->value.content : own->content;
      if (key.hidden)
        content = "***";
      put(prefix + key.name, {origin_of(key.name, paths), std::move(content)});
    }
  }

  void add_asset(const std::string& realm, const asset_settings& x) {
    auto path = begin_thing(realm, "asset", x.id, x.at);
    asset_draft draft;
    static_cast<asset_settings&>(draft) = x;
    add(asset_section(), std::move(draft), "", {path + "."});
    for (auto& attribute : x.attributes)
      add_attribute(path + ".", attribute);
  }

  void add_agent(const std::string& realm, const agent_settings& x) {
    auto path = begin_thing(realm, "agent", x.id, x.at);
    add(agent_section(), x, "", {path + "."});
  }

  void add_settings(const settings& x) {
    begin("runtime", {});
    add(runtime_section(), x.runtime, "", {"runtime."});
    begin("console", {});
    add(console_section(), x.console, "", {"console."});
    for (auto& user : x.console.users) {
      begin(joined({"console", "user", user.name}), {});
      add(console_user_section(), user, "", {out_.back().path + "."});
    }
    begin("vault", {});
    add(vault_section(), x.vault, "", {"vault."});
  }

  void add_realm(const realm_settings& x) {
    begin(joined({"realm", x.name}), x.at);
    add(limits_section(), x.limits, "limits.", {out_.back().path + ".limits."});
    for (auto& agent : x.agents)
      add_agent(x.name, agent);
    for (auto& asset : x.assets)
      add_asset(x.name, asset);
  }

  static std::string joined(std::initializer_list<std::string_view> words) {
    std::string out;
    for (auto word : words)
      out += (out.empty() ? "" : ".") + path_word(word);
    return out;
  }

private:
  std::string begin_thing(
      const std::string& realm, std::string_view kind, const std::string& id, const origin& at) {
    begin(joined({"realm", realm, kind, id}), at);
    return out_.back().path;
  }

  void add_attribute(const std::string& asset, const attribute_settings& x) {
    auto prefix = joined({"attribute", x.name}) + ".";
    auto own = asset + prefix;
    attribute_draft draft;
    static_cast<attribute_settings&>(draft) = x;
    add(attribute_section(), std::move(draft), prefix, {own, asset});
    if (x.agent_link)
      add_link(*x.agent_link, prefix + "agent_link.", {own + "agent_link.", asset + "agent_link."});
    size_t its_own = 0; // the last ones
    while (note(forward(own, its_own) + "agent"))
      ++its_own;
    auto inherited = x.forwards.size() - std::min(its_own, x.forwards.size());
    for (size_t i = 0; i < x.forwards.size(); ++i)
      add(forward_section(), x.forwards[i], forward(prefix, i),
          {i < inherited ? forward(asset, i) : forward(own, i - inherited)});
  }

  static std::string forward(const std::string& path, size_t index) {
    return path + "forward[" + std::to_string(index) + "].";
  }

  void add_link(
      const agent_link_settings& x, const std::string& prefix,
      const std::vector<std::string>& paths) {
    auto in_short = short_path(paths);
    if (in_short)
      put(prefix + "json_path", *in_short);
    add(agent_link_section(), x, prefix, paths, in_short ? "value_filters" : "");
    if (!x.timestamp)
      return;
    std::vector<std::string> timestamps{paths[0] + "timestamp.", paths[1] + "timestamp."};
    if (note(paths[0] + "timestamp"))
      timestamps.pop_back();
    add(timestamp_section(), *x.timestamp, prefix + "timestamp.", timestamps);
  }

  /// The filters as `json_path`, if that is how they were written where it counts.
  const node* short_path(const std::vector<std::string>& paths) const {
    for (auto& path : paths) {
      if (auto found = note(path + "json_path"))
        return found;
      if (note(path + "value_filters"))
        return nullptr;
    }
    return nullptr;
  }

  void put(std::string key, node value) {
    auto& all = out_.back().values;
    auto is_there = [&](auto& x) { return x.key == key; };
    if (std::none_of(all.begin(), all.end(), is_there))
      all.push_back({std::move(key), std::move(value)});
  }

  origin origin_of(const std::string& key, const std::vector<std::string>& paths) const {
    for (auto& path : paths)
      if (auto found = note(path + key))
        return found->at;
    return {};
  }

  const node* note(const std::string& path) const {
    auto found = known_.find(path);
    return found == known_.end() ? nullptr : &found->second;
  }

  const written_keys& known_;
  std::vector<effective_table> out_;
};

void list(lister& to, const realm_settings& x, const std::string& id) {
  if (id.empty())
    return to.add_realm(x);
  for (auto& agent : x.agents)
    if (agent.id == id)
      to.add_agent(x.name, agent);
  for (auto& asset : x.assets)
    if (asset.id == id)
      to.add_asset(x.name, asset);
}

} // namespace

effective_result effective(
    const std::filesystem::path& file, const environment& env, const std::string& realm,
    const std::string& id) {
  written_keys known;
  auto noting = env;
  auto below = realm.empty() ? "" : lister::joined({"realm", realm}) + ".";
  auto thing = lister::joined({id}) + ".";
  auto is_asked = [&](std::string_view path) {
    if (!path.starts_with(below))
      return false;
    path.remove_prefix(std::min(path.size(), path.find('.', below.size()) + 1));
    return id.empty() || path.starts_with(thing);
  };
  noting.noted = [&](const std::string& path, const key_info& key, const node& x) {
    if (!is_asked(path))
      return;
    auto is_plain = !key.section || key.type == secret_type;
    known.insert_or_assign(path, is_plain ? x : node{x.at, date{}});
  };
  effective_result out{load_settings(file, noting), {}};
  if (!out.loaded.value)
    return out;
  lister to{known};
  if (realm.empty())
    to.add_settings(*out.loaded.value);
  for (auto& x : out.loaded.value->realms)
    if (realm.empty() || x.name == realm)
      list(to, x, id);
  out.tables = std::move(to).take();
  return out;
}

} // namespace troupe::config
