#include "config/catalogue.hpp"

#include "config/sections.hpp"

#include <algorithm>

namespace troupe::config {
namespace {

void collect(
    std::vector<catalogued>& all, const section_info& s, std::string name,
    const std::string& place) {
  auto known = std::find_if(all.begin(), all.end(), [&](auto& x) { return x.section == &s; });
  if (known != all.end())
    return known->places.push_back(place);
  all.push_back({&s, std::move(name), {place}});
  for (auto& key : s.keys)
    if (key.section)
      collect(
          all, *key.section, key.name,
          (place.empty() ? "" : place + ".") + key.name
              + (key.placeholder.empty() ? "" : "." + key.placeholder));
}

} // namespace

std::vector<catalogued> catalogue() {
  std::vector<catalogued> out;
  collect(out, root_section(), "", "");
  return out;
}

} // namespace troupe::config
