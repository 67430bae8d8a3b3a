#include "config/diagnostic.hpp"

namespace troupe {

std::string to_string(const diagnostic& x) {
  return to_string(x.at) + (x.level == diagnostic::error ? ": error: " : ": warning: ") + x.text;
}

std::string group_note(const origin& group) {
  return group.line ? " (asset_group at " + to_string(group) + ")" : "";
}

} // namespace troupe
