#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe {

/// Which numbers want a topic: exact filters by one hash look-up, filters with
/// wildcards by a walk along the topic's levels. Used by one thread.
class topic_trie {
public:
  /// Adds `index` under a valid filter, shared or not; twice is once.
  void add(std::string_view filter, uint32_t index);

  /// Takes `index` away from `filter`; false if it was not there.
  bool remove(std::string_view filter, uint32_t index);

  /// Calls `use(index)` once for each number that wants `topic`, in ascending order.
  template <class F>
  void match(std::string_view topic, F&& use) {
    find(topic);
    for (auto index : found_)
      use(index);
  }

private:
  struct hash {
    using is_transparent = void;
    size_t operator()(std::string_view x) const { return std::hash<std::string_view>{}(x); }
  };

  /// One level of the filters with wildcards.
  struct node {
    std::map<std::string, std::unique_ptr<node>, std::less<>> children;
    std::unique_ptr<node> any;     ///< `+`
    std::vector<uint32_t> here;    ///< Filters that end here.
    std::vector<uint32_t> beneath; ///< Filters that go on with a last `#`.

    bool empty() const { return children.empty() && !any && here.empty() && beneath.empty(); }
  };

  void find(std::string_view topic);
  void find_wildcards(std::string_view topic);
  static bool remove(node& at, std::string_view rest, bool more, uint32_t index);

  std::unordered_multimap<std::string, uint32_t, hash, std::equal_to<>> exact_;
  node root_;
  std::vector<uint32_t> found_;
  std::vector<const node*> level_; ///< Nodes that the levels so far lead to.
  std::vector<const node*> next_level_;
};

} // namespace troupe
