#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

/// Calendar arithmetic over the whole range of java.time, which is far beyond
/// that of std::chrono's calendar. The calendar is the proleptic Gregorian one.
namespace troupe {

/// A point in time, as exact as java.time.Instant.
struct instant {
  int64_t seconds = 0; ///< Since the epoch, rounded down.
  int32_t nanos = 0;   ///< 0 to 999,999,999.

  auto operator<=>(const instant&) const = default;
};

/// The first and the last second of java.time: a billion years either way.
constexpr int64_t instant_seconds_min = -31'557'014'167'219'200;
constexpr int64_t instant_seconds_max = 31'556'889'864'403'199;

constexpr int64_t seconds_per_day = 86'400;
constexpr int32_t nanos_per_second = 1'000'000'000;

instant instant_of(std::chrono::nanoseconds since_epoch);
instant instant_of_ms(int64_t since_epoch);

struct civil_date {
  int64_t year = 1970; ///< Year 0 is 1 BC.
  int month = 1;
  int day = 1;

  auto operator<=>(const civil_date&) const = default;
};

/// A date and a time of day on some clock.
struct civil_time {
  civil_date date;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int32_t nano = 0;
};

bool is_leap(int64_t year);
int days_in(int64_t year, int month);

/// Days since 1970-01-01.
int64_t days_of(const civil_date& x);
civil_date date_of(int64_t days);

/// Monday is 1, Sunday 7.
int weekday_of(int64_t days);
int day_of_year(const civil_date& x);

/// What a clock shows that is `offset_seconds` ahead of UTC.
civil_time civil_of(const instant& x, int64_t offset_seconds);
/// The other way.
int64_t seconds_of(const civil_time& x, int64_t offset_seconds);

} // namespace troupe
