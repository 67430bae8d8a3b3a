#include "config/date_bound.hpp"

#include <chrono>
#include <filesystem>

namespace troupe {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes a text apart from its front.
struct cursor {
  std::string_view rest;

  bool at_end() const { return rest.empty(); }

  bool take(char c) {
    if (rest.empty() || rest.front() != c)
      return false;
    rest.remove_prefix(1);
    return true;
  }

  bool take_any(std::string_view characters) {
    if (rest.empty() || characters.find(rest.front()) == characters.npos)
      return false;
    rest.remove_prefix(1);
    return true;
  }

  size_t digits_ahead() const {
    size_t n = 0;
    while (n < rest.size() && is_digit(rest[n]))
      ++n;
    return n;
  }

  /// The number of the next `size` digits, of which there are enough.
  int64_t digits(size_t size) {
    int64_t x = 0;
    for (size_t i = 0; i < size; ++i)
      x = x * 10 + (rest[i] - '0');
    rest.remove_prefix(size);
    return x;
  }

  /// Exactly `size` digits, up to `most`; -1 where something else stands.
  int64_t number(size_t size, int64_t most) {
    if (digits_ahead() < size)
      return -1;
    auto x = digits(size);
    return x <= most ? x : -1;
  }

  /// Digits and their unit, where they stand; false for too many digits.
  bool take_count(char unit, int64_t& out, bool& found) {
    auto size = digits_ahead();
    if (size == 0 || size >= rest.size() || rest[size] != unit)
      return true;
    if (size > 9)
      return false;
    out = digits(size);
    found = true;
    return take(unit);
  }
};

/// The milliseconds of a fraction of a second; -1 for more than nine digits.
int64_t take_fraction(cursor& in) {
  auto size = in.digits_ahead();
  if (size > 9)
    return -1;
  auto x = in.digits(size);
  for (; size < 9; ++size)
    x *= 10;
  return x / 1'000'000;
}

constexpr int64_t second_ms = 1'000;
constexpr int64_t minute_ms = 60 * second_ms;
constexpr int64_t hour_ms = 60 * minute_ms;
constexpr int64_t day_ms = 24 * hour_ms;

std::optional<date_bound> time_of(cursor in) {
  int64_t hours = 0, minutes = 0, fraction = 0;
  auto found = false;
  if (!in.take_count('H', hours, found) || !in.take_count('M', minutes, found))
    return std::nullopt;
  int64_t seconds = 0;
  if (auto size = in.digits_ahead(); size > 0 && size <= 9) {
    seconds = in.digits(size);
    if (in.take('.'))
      fraction = in.digits_ahead() > 0 ? take_fraction(in) : -1;
    found = in.take('S');
  }
  if (!found || fraction < 0 || !in.at_end())
    return std::nullopt;
  auto ms = hours * hour_ms + minutes * minute_ms + seconds * second_ms + fraction;
  return date_bound{date_bound::kind::time, ms, 0, 0};
}

std::optional<date_bound> period_of(cursor in) {
  constexpr int64_t months_max = 12 * 10'000;
  constexpr int64_t days_max = 366 * 10'000;
  int64_t years = 0, months = 0, weeks = 0, days = 0;
  auto found = false;
  auto read = in.take_count('Y', years, found) && in.take_count('M', months, found)
              && in.take_count('W', weeks, found) && in.take_count('D', days, found);
  months += 12 * years;
  days += 7 * weeks;
  if (!read || !found || !in.at_end() || months > months_max || days > days_max)
    return std::nullopt;
  return date_bound{
      date_bound::kind::period, 0, static_cast<int32_t>(months), static_cast<int32_t>(days)};
}

/// Java's lenience: of a month's first 31 days, those it lacks are its last one.
std::optional<int64_t> take_day(cursor& in) {
  using namespace std::chrono;
  auto y = in.number(4, 9999);
  if (y < 0 || !in.take('-'))
    return std::nullopt;
  auto m = in.number(2, 12);
  if (m < 1 || !in.take('-'))
    return std::nullopt;
  auto d = in.number(2, 31);
  if (d < 1)
    return std::nullopt;
  auto its = year{static_cast<int>(y)} / static_cast<unsigned>(m);
  auto last = year_month_day{its / std::chrono::last}.day();
  auto at = std::min(day{static_cast<unsigned>(d)}, last);
  return sys_days{its / at}.time_since_epoch().count() * day_ms;
}

/// `hh:mm[:ss[.fraction]]`; midnight may be 24:00.
std::optional<int64_t> take_time(cursor& in) {
  auto hours = in.number(2, 24);
  if (hours < 0 || !in.take(':'))
    return std::nullopt;
  auto minutes = in.number(2, 59);
  if (minutes < 0)
    return std::nullopt;
  int64_t seconds = 0, fraction = 0;
  if (in.take(':')) {
    seconds = in.number(2, 59);
    if (seconds < 0)
      return std::nullopt;
    if (in.take('.'))
      fraction = take_fraction(in);
  }
  auto past_midnight = minutes * minute_ms + seconds * second_ms + fraction;
  if (fraction < 0 || (hours == 24 && past_midnight > 0))
    return std::nullopt;
  return hours * hour_ms + past_midnight;
}

std::optional<int64_t> take_offset(cursor& in) {
  if (in.take_any("Zz"))
    return 0;
  auto west = in.take('-');
  if (!west && !in.take('+'))
    return std::nullopt;
  auto hours = in.number(2, 18);
  if (hours < 0 || !in.take(':'))
    return std::nullopt;
  auto minutes = in.number(2, 59);
  auto seconds = in.take(':') ? in.number(2, 59) : 0;
  auto ms = hours * hour_ms + minutes * minute_ms + seconds * second_ms;
  if (minutes < 0 || seconds < 0 || ms > 18 * hour_ms)
    return std::nullopt;
  return west ? -ms : ms;
}

/// A region says nothing that the offset has not said, but a wrong name is a mistake.
bool take_region(cursor& in) {
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

std::optional<date_bound> moment_of(cursor in) {
  auto ms = take_day(in);
  if (ms && !in.at_end()) {
    auto time = in.take_any("Tt") ? take_time(in) : std::nullopt;
    ms = time ? std::optional{*ms + *time} : std::nullopt;
  }
  if (ms && !in.at_end()) {
    auto offset = take_offset(in);
    ms = offset ? std::optional{*ms - *offset} : std::nullopt;
  }
  if (!ms || (!in.at_end() && !take_region(in)) || !in.at_end())
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
