#pragma once

#include "actors/roster.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace troupe {

struct problem;

/// What a problem does to the plant, as far as it is known.
struct burden {
  std::set<std::string> agents = {}; ///< That are not connected: "hall/floor".
  std::set<std::string> assets = {}; ///< Concerned: "hall/press-9".
  uint64_t attributes = 0;           ///< Get no values from their device.
  uint64_t writable = 0;             ///< Cannot be written.
  uint64_t stale = 0;                ///< Attributes whose expected values do not come.
  uint64_t queued = 0;               ///< Values that wait to be sent.
  uint64_t rows = 0;                 ///< Values that wait for the disk.
  std::string more = {};             ///< Begins the sentence where figures do not tell it.

  /// The burden of what follows from this one. What hangs on a connection that is away
  /// hangs on its subscriptions, too, and is not counted twice.
  void add(const burden& x, bool same_links);
};

/// "12 attributes of 3 assets get no values, 6 of them stale; 312 values wait to be sent";
/// empty where nothing is known to suffer.
std::string consequence(const burden& x);

/// Counts for each agent that is cut off what its links bring and send.
void weigh(std::vector<problem>& problems, const std::vector<link_group>& links);

} // namespace troupe
