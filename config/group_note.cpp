#include "config/group_note.hpp"

namespace troupe::config {
namespace {

constexpr std::string_view group_key = "asset_group";

} // namespace

void note_group(asset_settings& x, const origin& group) {
  for (auto& attribute : x.attributes)
    if (attribute.agent_link)
      attribute.agent_link->keys.push_back({group_key, group});
}

std::string group_note(const attribute_settings& x) {
  if (x.agent_link)
    for (auto& key : x.agent_link->keys)
      if (key.key == group_key)
        return " (asset_group at " + to_string(key.at) + ")";
  return {};
}

} // namespace troupe::config
