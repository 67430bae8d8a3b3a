#pragma once

#include "actors/link/civil_time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// Dates, durations and periods as java.time writes and reads them.
namespace troupe {

class time_zone;

/// java.time.Duration: `seconds` are rounded down, `nanos` are added to them.
struct java_duration {
  int64_t seconds = 0;
  int32_t nanos = 0; ///< 0 to 999,999,999.

  bool operator==(const java_duration&) const = default;
};

/// `PT1H30M`, `-P2DT0.5S` and so on: days, hours, minutes and seconds, each with
/// a sign of its own. Source: java.time.Duration.parse.
std::optional<java_duration> parse_java_duration(std::string_view text);

/// Nothing where the sum is beyond the range of java.time.Instant.
std::optional<instant> plus(const instant& x, const java_duration& shift);
std::optional<instant> minus(const instant& x, const java_duration& shift);

/// ISO 8601 in UTC with 0, 3, 6 or 9 fraction digits: java.time.Instant's text.
std::string to_iso_text(const instant& x);
std::string to_iso_text(std::chrono::nanoseconds since_epoch);

/// An ISO 8601 date, with a time, an offset and a region in brackets where they
/// are given, as java.time's ISO formats read them. Without a time: the start of
/// the day; without an offset: in `fallback`.
std::optional<instant> parse_iso_time(std::string_view text, const time_zone& fallback);

} // namespace troupe
