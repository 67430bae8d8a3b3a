#pragma once

#include "actors/link/json_document.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Where JSON lives that no payload holds: arrays of what a path found, merged
/// objects, computed numbers. Nothing is allocated until something is kept.
class json_arena {
public:
  /// Keeps a tree, the root first and in document order.
  const json_node* keep(std::vector<json_node> tree) {
    return trees_.emplace_back(std::move(tree)).data();
  }

  std::string_view keep(std::string text) {
    return *texts_.emplace_back(std::make_unique<std::string>(std::move(text)));
  }

private:
  std::vector<std::vector<json_node>> trees_;
  std::vector<std::unique_ptr<std::string>> texts_;
};

/// Puts `x` and all below it behind `tree`, as a member of this name.
inline void
append_copy(std::vector<json_node>& tree, const json_node& x, std::string_view key = {}) {
  auto at = tree.size();
  tree.insert(tree.end(), &x, &x + x.span);
  tree[at].key_data = key.data();
  tree[at].key_size = static_cast<uint32_t>(key.size());
}

/// A tree that is one node of this kind, to be followed by its children.
inline std::vector<json_node> tree_of(json_kind kind, std::string_view text = {}) {
  json_node root;
  root.kind = kind;
  root.text_data = text.data();
  root.text_size = static_cast<uint32_t>(text.size());
  return {root};
}

/// The tree with all its nodes below the first.
inline std::vector<json_node> closed(std::vector<json_node> tree) {
  tree.front().span = static_cast<uint32_t>(tree.size());
  return tree;
}

/// `root`, or a copy in `arena` in which of members with the same name only
/// the last is left: what a Java map would hold.
const json_node& with_unique_members(const json_node& root, json_arena& arena);

} // namespace troupe
