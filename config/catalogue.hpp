#pragma once

#include "config/section.hpp"

#include <string>
#include <vector>

namespace troupe::config {

/// One section with all the places where such a table may stand.
struct catalogued {
  const section_info* section;
  std::string name;                ///< Of the first key that leads there; unique.
  std::vector<std::string> places; ///< "realm.NAME.agent.ID"; empty text: the top.
};

/// Every section once, from the top downwards.
std::vector<catalogued> catalogue();

} // namespace troupe::config
