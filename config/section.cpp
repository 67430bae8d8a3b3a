#include "config/section.hpp"

namespace troupe::config {

void unknown_key(reader& r, const entry& e, const section_info& known) {
  std::vector<std::string_view> names;
  for (auto& x : known.keys)
    names.push_back(x.name);
  reader::step in{r, e.key};
  r.error(e.at, "unknown key" + r.hint(e.key, names));
}

} // namespace troupe::config
