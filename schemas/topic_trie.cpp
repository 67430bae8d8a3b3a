#include "schemas/topic_trie.hpp"

#include "schemas/topic.hpp"

#include <algorithm>

namespace troupe {
namespace {

void insert_once(std::vector<uint32_t>& xs, uint32_t x) {
  if (std::find(xs.begin(), xs.end(), x) == xs.end())
    xs.push_back(x);
}

} // namespace

void topic_trie::add(std::string_view filter, uint32_t index) {
  filter = unshared(filter);
  if (!has_wildcard(filter)) {
    auto [first, last] = exact_.equal_range(filter);
    if (std::none_of(first, last, [&](auto& x) { return x.second == index; }))
      exact_.emplace(filter, index);
    return;
  }
  auto at = &root_;
  for (auto more = true; more;) {
    auto level = take_level(filter, more);
    if (level == "#")
      return insert_once(at->beneath, index);
    auto& child = level == "+" ? at->any : at->children[std::string{level}];
    if (!child)
      child = std::make_unique<node>();
    at = child.get();
  }
  insert_once(at->here, index);
}

bool topic_trie::remove(std::string_view filter, uint32_t index) {
  filter = unshared(filter);
  if (has_wildcard(filter))
    return remove(root_, filter, true, index);
  auto [first, last] = exact_.equal_range(filter);
  auto found = std::find_if(first, last, [&](auto& x) { return x.second == index; });
  if (found == last)
    return false;
  exact_.erase(found);
  return true;
}

bool topic_trie::remove(node& at, std::string_view rest, bool more, uint32_t index) {
  if (!more)
    return std::erase(at.here, index) > 0;
  auto level = take_level(rest, more);
  if (level == "#")
    return std::erase(at.beneath, index) > 0;
  if (level == "+") {
    auto removed = at.any && remove(*at.any, rest, more, index);
    if (removed && at.any->empty())
      at.any.reset();
    return removed;
  }
  auto child = at.children.find(level);
  auto removed = child != at.children.end() && remove(*child->second, rest, more, index);
  if (removed && child->second->empty())
    at.children.erase(child);
  return removed;
}

void topic_trie::find(std::string_view topic) {
  found_.clear();
  auto [first, last] = exact_.equal_range(topic);
  for (; first != last; ++first)
    found_.push_back(first->second);
  if (!root_.empty())
    find_wildcards(topic);
  if (found_.size() < 2)
    return;
  std::sort(found_.begin(), found_.end());
  found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
}

void topic_trie::find_wildcards(std::string_view topic) {
  auto reserved = topic.starts_with('$'); // a wildcard in front does not match
  auto take = [this](const std::vector<uint32_t>& xs) {
    found_.insert(found_.end(), xs.begin(), xs.end());
  };
  level_.assign(1, &root_);
  for (auto more = true; more && !level_.empty();) {
    next_level_.clear();
    auto name = take_level(topic, more);
    for (auto at : level_) {
      auto wild = !reserved || at != &root_;
      if (wild)
        take(at->beneath);
      if (wild && at->any)
        next_level_.push_back(at->any.get());
      if (auto child = at->children.find(name); child != at->children.end())
        next_level_.push_back(child->second.get());
    }
    level_.swap(next_level_);
    if (more)
      continue;
    for (auto at : level_) {
      take(at->here);
      take(at->beneath); // `a/#` covers `a` itself
    }
  }
}

} // namespace troupe
