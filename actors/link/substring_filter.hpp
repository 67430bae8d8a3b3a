#pragma once

#include "config/settings.hpp"

#include <caf/error.hpp>

namespace troupe {

struct filter_workspace;
struct step_value;

/// OpenRemote's substring filter. Indexes count UTF-16 units, as Java does;
/// half of a pair becomes U+FFFD. Negative ones count from the end, anew for
/// each text: -1 is the end for the begin, the last unit for the end.
class substring_step {
public:
  explicit substring_step(const substring_filter& x) : begin_{x.begin_index}, end_{x.end_index} {}

  /// What is out of range is a miss.
  caf::error apply(step_value& x, filter_workspace& space) const;

private:
  int64_t begin_;
  std::optional<int64_t> end_;
};

} // namespace troupe
