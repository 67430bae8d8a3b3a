#include "actors/link/list_loss.hpp"

#include "config/spelling.hpp"

#include <algorithm>
#include <vector>

namespace troupe {
namespace {

constexpr size_t candidates_max = 1'000; // members whose names are compared

/// The first name of the path that no object below `root` has, and one like it.
std::string unknown_member(const json_path& path, const json_node& root) {
  for (auto& name : path.names()) {
    auto has_name = [&](const json_node& x) { return x.key_data && x.key() == name; };
    if (std::any_of(&root, root.end(), has_name))
      continue;
    std::vector<std::string_view> others;
    for (auto x = &root; x != root.end() && others.size() < candidates_max; ++x)
      if (x->key_data)
        others.push_back(x->key());
    return "no object in it has a member " + config::in_quotes(name) + config::likely(name, others);
  }
  return {};
}

} // namespace

std::string list_words(const json_path& path, const json_node& root, const json_node& found) {
  auto element = found.begin();
  while (element != found.end() && json_path::stands_for_nothing(*element))
    element = element->next();
  if (element != found.end())
    return "the path may lead to several places and so gives an array, even of one value; "
           "return_first = true takes its first";
  auto unknown = unknown_member(path, root);
  if (!unknown.empty())
    return unknown;
  return found.span == 1 ? "nothing stands where the path leads, or meets its conditions, so the "
                           "array is empty"
                         : "each null stands for something that is not there";
}

} // namespace troupe
