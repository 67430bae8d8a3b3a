#pragma once

#include "actors/link/array_match.hpp"
#include "actors/link/filter_chain.hpp"
#include "actors/link/geofence.hpp"
#include "actors/link/number_order.hpp"
#include "config/value_predicate.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <optional>
#include <variant>

namespace troupe {

/// A value predicate, compiled: asked for every message of a link that has one.
/// Source: OpenRemote's query/filter, with its geofences and array predicates
/// working on JSON, too.
class predicate {
public:
  /// Fails with `config_invalid` where a number or a shape cannot be read.
  static caf::expected<predicate> compile(const value_predicate& x);

  /// Whether `x` matches a message that came at `now_ms` (since the epoch).
  /// Fails for a calendar event that recurs, which is not understood.
  caf::expected<bool> matches(const step_value& x, filter_workspace& space, int64_t now_ms) const;

private:
  struct number_test {
    enum comparison comparison = comparison::equals;
    std::optional<exact_number> value;
    std::optional<exact_number> range_value;
    bool negate = false;
  };
  using compiled = std::variant<
      string_predicate, number_test, boolean_predicate, date_predicate, any_predicate,
      empty_predicate, array_match, geofence, calendar_predicate>;
  struct compiler;
  struct question;

  explicit predicate(compiled x) : content_{std::move(x)} {}

  compiled content_;
};

} // namespace troupe
