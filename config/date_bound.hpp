#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// One end of a span of time: a moment, or a distance from a now that comes later.
struct date_bound {
  enum class kind : uint8_t {
    moment, ///< `ms` since the epoch.
    time,   ///< `ms` from now.
    period, ///< `months` and then `days` of the calendar from now.
  };
  enum kind kind = kind::moment;
  int64_t ms = 0;
  int32_t months = 0;
  int32_t days = 0;
  bool operator==(const date_bound&) const = default;
};

/// Reads what OpenRemote's TimeUtil reads: an ISO 8601 date with an optional
/// time, an offset after that (`Z`, `+hh:mm`; none is UTC) and a region in
/// brackets after that, which the offset outweighs; or a duration: `PT…` with
/// hours, minutes and seconds, `P…` with years, months, weeks and days. Nothing
/// for everything else, negative durations among it.
std::optional<date_bound> parse_date_bound(std::string_view text);

/// What `parse_date_bound` reads as `x`.
std::string date_bound_text(const date_bound& x);

} // namespace troupe
