#include "config/date_bound.hpp"

#include "config/text_cursor.hpp"

#include <chrono>
#include <filesystem>

namespace troupe {
namespace {

/// Digits and their unit, where they stand; false for too many digits.
bool take_count(text_cursor& in, char unit, int64_t& out, bool& found) {
  auto size = in.digits(in.rest.size());
  if (size == 0 || size >= in.rest.size() || in.rest[size] != unit)
    return true;
  auto count = size <= 9 ? in.take_number(1, 9) : std::nullopt;
  if (!count)
    return false;
  out = *count;
  found = true;
  return in.take(unit);
}

constexpr int64_t second_ms = 1'000;
constexpr int64_t minute_ms = 60 * second_ms;
constexpr int64_t hour_ms = 60 * minute_ms;
constexpr int64_t day_ms = 24 * hour_ms;
constexpr int64_t billionths_per_ms = 1'000'000;

std::optional<date_bound> time_of(text_cursor in) {
  int64_t hours = 0, minutes = 0;
  auto found = false;
  if (!take_count(in, 'H', hours, found) || !take_count(in, 'M', minutes, found))
    return std::nullopt;
  std::optional<int64_t> seconds = in.take_number(1, 9);
  std::optional<int32_t> billionths = 0;
  if (seconds) {
    if (in.take('.'))
      billionths = in.take_billionths(1);
    found = in.take('S');
  }
  if (!found || !billionths || !in.rest.empty())
    return std::nullopt;
  auto ms = hours * hour_ms + minutes * minute_ms + seconds.value_or(0) * second_ms
            + *billionths / billionths_per_ms;
  return date_bound{date_bound::kind::time, ms, 0, 0};
}

std::optional<date_bound> period_of(text_cursor in) {
  constexpr int64_t months_max = 12 * 10'000;
  constexpr int64_t days_max = 366 * 10'000;
  int64_t years = 0, months = 0, weeks = 0, days = 0;
  auto found = false;
  auto read = take_count(in, 'Y', years, found) && take_count(in, 'M', months, found)
              && take_count(in, 'W', weeks, found) && take_count(in, 'D', days, found);
  months += 12 * years;
  days += 7 * weeks;
  if (!read || !found || !in.rest.empty() || months > months_max || days > days_max)
    return std::nullopt;
  return date_bound{
      date_bound::kind::period, 0, static_cast<int32_t>(months), static_cast<int32_t>(days)};
}

/// Java's lenience: of a month's first 31 days, those it lacks are its last one.
std::optional<int64_t> take_day(text_cursor& in) {
  using namespace std::chrono;
  auto y = in.take_digits(4, 9999);
  auto m = y && in.take('-') ? in.take_digits(2, 12) : std::nullopt;
  auto d = m && in.take('-') ? in.take_digits(2, 31) : std::nullopt;
  if (!d || *m < 1 || *d < 1)
    return std::nullopt;
  auto its = year{static_cast<int>(*y)} / static_cast<unsigned>(*m);
  auto last = year_month_day{its / std::chrono::last}.day();
  auto at = std::min(day{static_cast<unsigned>(*d)}, last);
  return sys_days{its / at}.time_since_epoch().count() * day_ms;
}

/// `hh:mm[:ss[.fraction]]`; midnight may be 24:00.
std::optional<int64_t> take_time(text_cursor& in) {
  auto hours = in.take_digits(2, 24);
  auto minutes = hours && in.take(':') ? in.take_digits(2, 59) : std::nullopt;
  std::optional<int64_t> seconds = 0;
  int64_t ms = 0;
  if (minutes && in.take(':')) {
    seconds = in.take_digits(2, 59);
    if (seconds && in.take('.'))
      ms = in.take_billionths(0).value_or(0) / billionths_per_ms;
  }
  if (!minutes || !seconds)
    return std::nullopt;
  auto past_hour = *minutes * minute_ms + *seconds * second_ms + ms;
  if (*hours == 24 && past_hour > 0)
    return std::nullopt;
  return *hours * hour_ms + past_hour;
}

std::optional<int64_t> take_offset(text_cursor& in) {
  if (in.take('Z') || in.take('z'))
    return 0;
  auto west = in.take('-');
  if (!west && !in.take('+'))
    return std::nullopt;
  auto hours = in.take_digits(2, 18);
  auto minutes = hours && in.take(':') ? in.take_digits(2, 59) : std::nullopt;
  auto seconds = minutes && in.take(':') ? in.take_digits(2, 59) : std::optional<int64_t>{0};
  if (!minutes || !seconds)
    return std::nullopt;
  auto ms = *hours * hour_ms + *minutes * minute_ms + *seconds * second_ms;
  if (ms > 18 * hour_ms)
    return std::nullopt;
  return west ? -ms : ms;
}

/// A region says nothing that the offset has not said, but a wrong name is a mistake.
bool take_region(text_cursor& in) {
  if (!in.take('['))
    return false;
  auto size = in.rest.find(']');
  if (size == 0 || size == in.rest.npos || size > 100)
    return false;
  auto name = in.rest.substr(0, size);
  in.rest.remove_prefix(size + 1);
  auto odd = name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789/_+-");
  if (odd != name.npos || name.front() == '/')
    return false;
  const std::filesystem::path zones{"/usr/share/zoneinfo"};
  std::error_code ignored;
  return !std::filesystem::exists(zones, ignored)
         || std::filesystem::is_regular_file(zones / name, ignored);
}

std::optional<date_bound> moment_of(text_cursor in) {
  auto ms = take_day(in);
  if (ms && !in.rest.empty()) {
    auto time = in.take('T') || in.take('t') ? take_time(in) : std::nullopt;
    ms = time ? std::optional{*ms + *time} : std::nullopt;
  }
  if (ms && !in.rest.empty()) {
    auto offset = take_offset(in);
    ms = offset ? std::optional{*ms - *offset} : std::nullopt;
  }
  if (!ms || (!in.rest.empty() && !take_region(in)) || !in.rest.empty())
    return std::nullopt;
  return date_bound{date_bound::kind::moment, *ms, 0, 0};
}

/// Zero-padded.
std::string digits_text(int64_t x, size_t size) {
  auto out = std::to_string(x);
  return out.size() < size ? std::string(size - out.size(), '0') + out : out;
}

std::string fraction_text(int64_t ms) { return ms == 0 ? "" : "." + digits_text(ms, 3); }

std::string moment_text(int64_t ms) {
  using namespace std::chrono;
  auto since = milliseconds{ms};
  auto days_since = floor<days>(since);
  year_month_day date{sys_days{days_since}};
  auto in_day = (since - days_since).count();
  return digits_text(static_cast<int>(date.year()), 4) + "-"
         + digits_text(static_cast<unsigned>(date.month()), 2) + "-"
         + digits_text(static_cast<unsigned>(date.day()), 2) + "T"
         + digits_text(in_day / hour_ms, 2) + ":" + digits_text(in_day % hour_ms / minute_ms, 2)
         + ":" + digits_text(in_day % minute_ms / second_ms, 2) + fraction_text(in_day % second_ms)
         + "Z";
}

/// A number with its unit, unless it is 0.
std::string count_text(int64_t x, char unit) { return x == 0 ? "" : std::to_string(x) + unit; }

std::string time_text(int64_t ms) {
  auto seconds = ms % minute_ms;
  auto out = "PT" + count_text(ms / hour_ms, 'H') + count_text(ms % hour_ms / minute_ms, 'M');
  if (seconds != 0 || ms == 0)
    out += std::to_string(seconds / second_ms) + fraction_text(seconds % second_ms) + "S";
  return out;
}

std::string period_text(int32_t months, int32_t days) {
  auto out =
      "P" + count_text(months / 12, 'Y') + count_text(months % 12, 'M') + count_text(days, 'D');
  return out == "P" ? "P0D" : out;
}

} // namespace

std::optional<date_bound> parse_date_bound(std::string_view text) {
  if (text.starts_with("PT"))
    return time_of({text.substr(2)});
  if (text.starts_with('P'))
    return period_of({text.substr(1)});
  return moment_of({text});
}

std::string date_bound_text(const date_bound& x) {
  switch (x.kind) {
  case date_bound::kind::moment: return moment_text(x.ms);
  case date_bound::kind::time: return time_text(x.ms);
  case date_bound::kind::period: return period_text(x.months, x.days);
  }
  return {};
}

} // namespace troupe
