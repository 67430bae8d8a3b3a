#include "config/template_tree.hpp"

#include <algorithm>

namespace troupe::config {
namespace {

/// A group's link over the template's. A JSON path is one of two ways to name the filters.
void merge_links(table& common, const table& own) {
  for (auto& x : own)
    std::erase_if(common, [&](auto& y) {
      auto is_filter = [](auto& key) { return key == "json_path" || key == "value_filters"; };
      return y.key == x.key || (is_filter(x.key) && is_filter(y.key));
    });
  common.insert(common.end(), own.begin(), own.end());
}

/// Roughly what a value takes in memory, where placeholders stand for up to `longest` bytes.
uint64_t weight(const node& x, uint64_t longest) {
  uint64_t out = 32;
  if (auto text = as<std::string>(x))
    for (auto c : *text)
      out += c == '{' || c == '%' ? longest : 1;
  else if (auto items = as<array>(x))
    for (auto& item : *items)
      out += weight(item, longest);
  else if (auto keys = as<table>(x))
    for (auto& key : *keys)
      out += key.key.size() + weight(key.value, longest);
  return out;
}

} // namespace

table merged(table common, const table& own) {
  for (auto& x : own) {
    auto same = std::find_if(common.begin(), common.end(), [&](auto& y) { return y.key == x.key; });
    if (same == common.end()) {
      common.push_back(x);
      continue;
    }
    auto& before = same->value.content;
    if (x.key == "agent_link" && as<table>(x.value) && std::holds_alternative<table>(before))
      merge_links(std::get<table>(before), *as<table>(x.value));
    else if (x.key == "forward" && as<array>(x.value) && std::holds_alternative<array>(before))
      std::get<array>(before).insert(
          std::get<array>(before).end(), as<array>(x.value)->begin(), as<array>(x.value)->end());
    else
      *same = x;
  }
  return common;
}

size_t count_attributes(const table& keys) {
  auto all = find(keys, "attribute");
  return all && as<table>(all->value) ? as<table>(all->value)->size() : 0;
}

uint64_t asset_weight(const node& x, uint64_t longest) {
  auto out = weight(x, longest);
  for (auto key : {"agent_link", "forward"})
    if (auto common = find(*as<table>(x), key))
      out += weight(common->value, longest) * count_attributes(*as<table>(x));
  return out;
}

} // namespace troupe::config
