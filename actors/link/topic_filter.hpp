#pragma once

#include "config/settings.hpp"

#include <caf/error.hpp>

namespace troupe {

struct filter_workspace;
struct step_value;

/// A level of the message's topic, whatever the value was before.
class topic_step {
public:
  explicit topic_step(const topic_filter& x) : level_{x.level} {}

  /// A level that the topic does not have, and no message at all, is a miss.
  caf::error apply(step_value& x, filter_workspace& space) const;

private:
  int64_t level_; ///< From 0; negative: from the end.
};

} // namespace troupe
