#pragma once

#include <string>
#include <string_view>

namespace troupe {

/// How far a topic is from reaching a subscription, for whoever mistyped one of them.
struct topic_distance {
  double levels = 0; ///< Of how many levels the two differ; a small difference counts less.
  std::string why;   ///< "level 3 is "x", the subscription has "y""
};

/// Compares a topic with a valid filter that it does not match. Only the first
/// levels are looked at where there are very many.
topic_distance distance_to(std::string_view filter, std::string_view topic);

} // namespace troupe
