#pragma once

#include "config/settings.hpp"

#include <caf/error.hpp>

namespace troupe {

struct filter_workspace;
struct step_value;

/// A number at a place in the raw bytes of a message.
class bytes_step {
public:
  explicit bytes_step(const bytes_filter& x) : field_{x} {}

  /// A number that is not wholly within the message is a miss, and so is no
  /// message at all.
  caf::error apply(step_value& x, filter_workspace& space) const;

private:
  value number(std::string_view bytes) const;
  value scaled(double x) const;

  bytes_filter field_;
};

} // namespace troupe
