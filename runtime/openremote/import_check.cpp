#include "runtime/openremote/import_check.hpp"

namespace troupe {

std::vector<key_complaint> complaints(const config::reader& r) {
  std::vector<key_complaint> out;
  for (auto& x : r.problems)
    if (x.level == diagnostic::error)
      out.push_back({x.text.substr(0, x.text.find_first_of(".:[")), x.text});
  return out;
}

} // namespace troupe
