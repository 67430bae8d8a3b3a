#include "config/settings.hpp"

namespace troupe {

std::string to_string(const origin& x) {
  if (!x.file)
    return "built-in";
  return *x.file + ":" + std::to_string(x.line) + ":" + std::to_string(x.column);
}

const origin& agent_link_settings::origin_of(std::string_view key) const {
  for (auto& x : keys)
    if (x.key == key)
      return x.at;
  return at;
}

} // namespace troupe
