#include "config/formats.hpp"
#include "config/sections.hpp"

#include <algorithm>
#include <unordered_map>

namespace troupe::config {
namespace {

using asset_index = std::unordered_map<std::string_view, size_t>;

constexpr size_t longest_circle = 8; // that is written out
constexpr size_t most_circles = 100; // that are told: a group makes any number of one mistake

std::vector<std::string_view> ids(const auto& things) {
  std::vector<std::string_view> out;
  for (auto& x : things)
    out.push_back(x.id);
  return out;
}

/// Groups may make the id of another asset.
void check_ids(reader& r, const realm_settings& x) {
  std::unordered_map<std::string_view, const asset_settings*> known;
  size_t told = 0;
  for (auto& a : x.assets) {
    auto [first, is_new] = known.emplace(a.id, &a);
    if (is_new || ++told > most_of_a_kind)
      continue;
    reader::step in{r, "asset"};
    reader::step at{r, a.id};
    r.error(a.at, "the asset at " + to_string(first->second->at) + " has this id");
  }
}

/// Agents are assets too: one name, one thing.
void check_names(reader& r, const realm_settings& x) {
  std::unordered_map<std::string_view, const agent_settings*> agents;
  for (auto& a : x.agents)
    agents.emplace(a.id, &a);
  for (auto& a : x.assets)
    if (auto same = agents.find(a.id); same != agents.end()) {
      reader::step in{r, "asset"};
      reader::step at{r, a.id};
      r.error(
          a.at, "the agent at " + to_string(same->second->at)
                    + " has this id; agents and assets share one namespace");
    }
}

void report_circle(
    reader& r, const asset_settings& first, const realm_settings& x, const asset_index& index) {
  std::string way = first.id;
  auto id = std::string_view{first.parent};
  for (size_t steps = 1; id != first.id && steps < longest_circle; ++steps) {
    way.append(" → ").append(id);
    id = x.assets[index.at(id)].parent;
  }
  reader::step in{r, "asset"};
  reader::step at{r, first.id};
  reader::step key{r, "parent"};
  r.error(
      first.at, "parents go round in a circle: " + way + " → " + (id == first.id ? first.id : "…"));
}

/// Follows each asset upwards until something already seen; each is walked once.
void check_parents(reader& r, const realm_settings& x) {
  asset_index index;
  for (size_t i = 0; i < x.assets.size(); ++i)
    index.emplace(x.assets[i].id, i);
  std::vector<size_t> walk(x.assets.size(), 0); // which walk came by; 0: none
  size_t told = 0;
  for (size_t i = 0; i < x.assets.size() && told < most_circles; ++i) {
    auto at = i;
    while (walk[at] == 0) {
      walk[at] = i + 1;
      auto parent = index.find(x.assets[at].parent);
      if (parent == index.end())
        break;
      at = parent->second;
      if (walk[at] == i + 1 && ++told)
        report_circle(r, x.assets[at], x, index);
    }
  }
}

void check(reader& r, const written&, realm_draft& x) {
  make_assets(r, x);
  r.resolve(r.agents, "an agent of this realm", ids(x.agents));
  r.resolve(r.parents, "an asset of this realm", ids(x.assets));
  check_ids(r, x);
  check_names(r, x);
  check_parents(r, x);
  auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::sort(x.agents.begin(), x.agents.end(), by_id);
  std::sort(x.assets.begin(), x.assets.end(), by_id);
}

agent_settings start_agent(const realm_draft&, const entry& e) {
  agent_settings out;
  out.id = e.key;
  out.at = e.at;
  return out;
}

asset_draft start_asset(const realm_draft&, const entry& e) {
  asset_draft out;
  out.id = out.name = e.key;
  out.at = e.at;
  return out;
}

asset_group_draft start_group(const realm_draft&, const entry& e) {
  asset_group_draft out;
  out.name = e.key;
  out.at = e.at;
  return out;
}

/// What templates hold is read once for each asset that is made of them.
void read_templates(reader& r, const entry& e, realm_draft& x) {
  auto all = as<table>(e.value);
  if (!all)
    return r.expected(e.value, "a table for each NAME");
  for (auto& one : *all) {
    reader::step in{r, one.key};
    check_id(r, one);
    if (!as<table>(one.value))
      r.expected(one.value, "a table");
  }
  x.templates = all;
}

} // namespace

const section<realm_limits>& limits_section() {
  using s = realm_limits;
  static const section<s> it{
      "What a realm may use.",
      {{"disk",
        &s::disk_bytes,
        size(1 << 20, uint64_t{1} << 44),
        "The room of the realm's database; the oldest data points go first.",
        {.example = "\"1GiB\""}}}};
  return it;
}

const section<realm_draft>& realm_section() {
  using s = realm_draft;
  static const section<s> it{
      "A tenant with its own agents, assets and database. Realms cannot see each other.",
      {
          table_key<s>("limits", &s::limits, limits_section()),
          named_tables<s, agent_settings>{
              "agent", "ID", agent_section(), check_id, start_agent,
              [](s& x, agent_settings a) { x.agents.push_back(std::move(a)); }},
          named_tables<s, asset_draft>{
              "asset", "ID", asset_section(), check_id, start_asset,
              [](s& x, asset_draft a) { x.assets.push_back(std::move(a)); }},
          {key_info{
               .name = "asset_template",
               .doc = "What many assets have in common. A template is no asset; groups make assets "
                      "of it.",
               .type = "a table",
               .section = &asset_section(),
               .placeholder = "NAME"},
           read_templates},
          named_tables<s, asset_group_draft>{
              "asset_group", "NAME", asset_group_section(), check_id, start_group,
              [](s& x, asset_group_draft a) { x.groups.push_back(std::move(a)); }},
      },
      check};
  return it;
}

} // namespace troupe::config
