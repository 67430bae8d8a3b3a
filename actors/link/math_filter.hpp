#pragma once

#include "actors/link/math_expression.hpp"
#include "config/settings.hpp"

#include <caf/error.hpp>
#include <caf/expected.hpp>

namespace troupe {

struct filter_workspace;
struct step_value;

/// OpenRemote's mathExpression filter: an expression in `x`, the value as a number.
class math_step {
public:
  static caf::expected<math_step> compile(const math_filter& x);

  /// What is no number is a miss; a division by zero fails.
  caf::error apply(step_value& x, filter_workspace& space) const;

private:
  explicit math_step(math_expression x) : expression_{std::move(x)} {}

  math_expression expression_;
};

} // namespace troupe
