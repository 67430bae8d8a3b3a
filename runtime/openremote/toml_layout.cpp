#include "runtime/openremote/toml_layout.hpp"

#include "config/toml.hpp"

#include <algorithm>
#include <map>

namespace troupe {
namespace {

constexpr size_t columns = 140;
constexpr size_t key_columns = 28; // longer keys stand out of the column

struct line {
  std::string key;
  std::string value;
};

std::string item_per_line(const config::array& items) {
  std::string out = "[\n";
  for (auto& x : items)
    out += "  " + config::toml_value(x) + ",\n";
  return out + "]";
}

void add_lines(std::vector<line>& out, const std::string& prefix, const config::entry& x) {
  auto key = prefix + config::toml_key(x.key);
  auto value = config::toml_value(x.value);
  auto fits = key.size() + 3 + value.size() <= columns;
  auto below = config::as<config::table>(x.value);
  auto items = config::as<config::array>(x.value);
  if (!fits && below && !below->empty())
    for (auto& y : *below)
      add_lines(out, key + ".", y);
  else if (!fits && items && items->size() > 1)
    out.push_back({key, item_per_line(*items)});
  else
    out.push_back({key, value});
}

const config::entry* key_of(const imported_attribute& x, std::string_view key) {
  return x.link ? find(*x.link, key) : nullptr;
}

void erase(imported_attribute& x, std::string_view key) {
  if (x.link)
    std::erase_if(*x.link, [&](auto& y) { return y.key == key; });
}

/// Whether the link says what to take of a message; one that does not, and publishes,
/// takes no topic from the asset's defaults.
bool takes_default_topic(const imported_attribute& x) {
  constexpr std::string_view reading[] = {
      "json_path", "value_filters", "value_converter", "message_match_filters",
      "message_match_predicate"};
  return !key_of(x, "publish_topic")
         || std::any_of(std::begin(reading), std::end(reading), [&](auto key) {
              return key_of(x, key) != nullptr;
            });
}

/// Moves a key that all links have with one value.
void share(config::table& out, std::vector<imported_attribute*>& links, std::string_view key) {
  auto first = key_of(*links.front(), key);
  auto same = first && std::all_of(links.begin(), links.end(), [&](auto* x) {
                auto y = key_of(*x, key);
                return y && config::toml_value(y->value) == config::toml_value(first->value);
              });
  if (!same)
    return;
  out.push_back(*first);
  for (auto* x : links)
    erase(*x, key);
}

/// Moves the value of a key that most of these links have; they must not be few.
void share_most(
    config::table& out, const std::vector<imported_attribute*>& links, std::string_view key) {
  std::map<std::string, std::vector<imported_attribute*>> users;
  for (auto* x : links)
    if (auto value = key_of(*x, key))
      users[config::toml_value(value->value)].push_back(x);
  auto most = std::max_element(users.begin(), users.end(), [](auto& a, auto& b) {
    return a.second.size() < b.second.size();
  });
  if (most == users.end() || most->second.size() < 2)
    return;
  out.push_back(*key_of(*most->second.front(), key));
  for (auto* x : most->second)
    erase(*x, key);
}

/// The topic that most links have, where it does no harm to the others.
void share_topic(config::table& out, std::vector<imported_attribute*> links) {
  constexpr std::string_view key = "subscription_topic";
  std::erase_if(links, [](auto* x) { return !takes_default_topic(*x); });
  if (std::all_of(links.begin(), links.end(), [&](auto* x) { return key_of(*x, key) != nullptr; }))
    share_most(out, links, key);
}

/// Only where filters can miss something does a link say what happens then, so that the
/// others do not mind.
void share_miss(config::table& out, std::vector<imported_attribute*>& links) {
  constexpr std::string_view key = "on_miss";
  auto has_it = [&](auto* x) { return key_of(*x, key) != nullptr; };
  if (std::count_if(links.begin(), links.end(), has_it) < 2)
    return;
  out.push_back(*key_of(**std::find_if(links.begin(), links.end(), has_it), key));
  for (auto* x : links)
    erase(*x, key);
}

} // namespace

config::table common_link(std::vector<imported_attribute>& attributes) {
  config::table out;
  std::vector<imported_attribute*> links;
  for (auto& x : attributes)
    if (x.link)
      links.push_back(&x);
  if (links.size() < 2)
    return out;
  share_most(out, links, "agent");
  share_topic(out, links);
  share(out, links, "qos");
  share(out, links, "update_on_write");
  share_miss(out, links);
  return out;
}

std::string key_lines(const config::table& keys) {
  std::vector<line> lines;
  for (auto& x : keys)
    add_lines(lines, "", x);
  size_t widest = 0;
  for (auto& x : lines)
    if (x.key.size() <= key_columns)
      widest = std::max(widest, x.key.size());
  std::string out;
  for (auto& x : lines) {
    x.key.resize(std::max(x.key.size(), widest), ' ');
    out += x.key + " = " + x.value + "\n";
  }
  return out;
}

} // namespace troupe
