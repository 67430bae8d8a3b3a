#include "actors/link/predicate_time.hpp"

#include "schemas/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>

namespace troupe {
namespace {

using namespace std::chrono;

constexpr int64_t second_ms = 1'000;
constexpr int64_t minute_ms = 60 * second_ms;
constexpr int64_t hour_ms = 60 * minute_ms;
constexpr int64_t day_ms = 24 * hour_ms;

/// Around the years that <chrono> knows.
constexpr int64_t calendar_ms_max = 10'000 * 365 * day_ms;

int64_t sum(int64_t x, int64_t y) {
  int64_t out = 0;
  if (__builtin_add_overflow(x, y, &out))
    return y > 0 ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min();
  return out;
}

/// `now_ms` moved by months, the day no later than the month's last, and days.
int64_t shifted(int64_t now_ms, int32_t by_months, int32_t by_days) {
  auto now =
      sys_time<milliseconds>{milliseconds{std::clamp(now_ms, -calendar_ms_max, calendar_ms_max)}};
  auto today = floor<days>(now);
  year_month_day date{today};
  auto month = year_month{date.year(), date.month()} + months{by_months};
  auto day = std::min(date.day(), year_month_day{month / last}.day());
  auto then = sys_days{month / day} + days{by_days};
  return (milliseconds{then.time_since_epoch()} + (now - today)).count();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes a text apart from its front.
struct cursor {
  std::string_view rest;

  bool take(char c) {
    if (!rest.starts_with(c))
      return false;
    rest.remove_prefix(1);
    return true;
  }

  /// The next `size` characters as digits; -1 if they are none.
  int number(size_t size) {
    int x = 0;
    for (size_t i = 0; i < size; ++i) {
      if (i >= rest.size() || !is_digit(rest[i]))
        return -1;
      x = x * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(size);
    return x;
  }
};

/// A day whose month and day may be beyond the calendar, at midnight.
int64_t lenient_day_ms(int y, int m, int d) {
  auto month = year{y} / January + months{m - 1};
  return (sys_days{month / 1}.time_since_epoch().count() + d - 1) * day_ms;
}

std::optional<int64_t> take_plain_day(cursor& in) {
  auto y = in.number(4);
  auto dash = in.take('-');
  auto m = in.number(2);
  dash = in.take('-') && dash;
  auto d = in.number(2);
  if (y < 0 || m < 0 || d < 0 || !dash)
    return std::nullopt;
  return lenient_day_ms(y, m, d);
}

/// `:ss` and a fraction, of which milliseconds count; -1 if they are broken.
int64_t take_seconds(cursor& in) {
  int64_t ms = 0;
  if (in.take(':')) {
    auto seconds = in.number(2);
    if (seconds < 0)
      return -1;
    ms = seconds * second_ms;
  }
  if (!in.take('.'))
    return ms;
  int64_t weight = 100;
  size_t size = 0;
  for (; size < in.rest.size() && is_digit(in.rest[size]); ++size, weight /= 10)
    ms += weight * (in.rest[size] - '0');
  in.rest.remove_prefix(size);
  return size >= 1 && size <= 9 ? ms : -1;
}

/// `Z`, `+hh`, `+hhmm`, `+hh:mm` or nothing, to the end of the text.
std::optional<int64_t> offset_of(cursor in) {
  if (in.rest.empty() || in.rest == "Z")
    return 0;
  auto west = in.take('-');
  if (!west && !in.take('+'))
    return std::nullopt;
  auto hours = in.number(2);
  auto minutes = 0;
  if (!in.rest.empty()) {
    in.take(':');
    minutes = in.number(2);
  }
  if (hours < 0 || minutes < 0 || !in.rest.empty())
    return std::nullopt;
  auto ms = hours * hour_ms + minutes * minute_ms;
  return west ? -ms : ms;
}

std::optional<int64_t> iso_date(cursor in) {
  auto day = take_plain_day(in);
  if (!day || in.rest.empty())
    return day;
  auto mark = in.take('T');
  auto hours = in.number(2);
  mark = in.take(':') && mark;
  auto minutes = in.number(2);
  if (!mark || hours < 0 || minutes < 0)
    return std::nullopt;
  auto seconds = take_seconds(in);
  auto offset = offset_of(in);
  if (seconds < 0 || !offset)
    return std::nullopt;
  return *day + hours * hour_ms + minutes * minute_ms + seconds - *offset;
}

/// "Tue, 14 Nov 2023 22:13:20 GMT".
std::optional<int64_t> rfc_1123_date(cursor in) {
  constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
  auto comma = in.rest.find(", ");
  if (comma != 3)
    return std::nullopt;
  in.rest.remove_prefix(comma + 2);
  auto day = in.number(in.rest.size() > 1 && is_digit(in.rest[1]) ? 2 : 1);
  auto good = in.take(' ');
  auto month = names.find(in.rest.substr(0, 3));
  if (day < 0 || !good || in.rest.size() < 4 || month == names.npos || month % 3 != 0)
    return std::nullopt;
  in.rest.remove_prefix(3);
  good = in.take(' ');
  auto y = in.number(4);
  good = in.take(' ') && good;
  auto hours = in.number(2);
  good = in.take(':') && good;
  auto minutes = in.number(2);
  good = in.take(':') && good;
  auto seconds = in.number(2);
  good = in.take(' ') && good;
  auto offset = in.rest == "GMT" || in.rest == "UTC" ? std::optional<int64_t>{0} : offset_of(in);
  if (!good || y < 0 || hours < 0 || minutes < 0 || seconds < 0 || !offset || in.rest.empty())
    return std::nullopt;
  return lenient_day_ms(y, static_cast<int>(month / 3) + 1, day) + hours * hour_ms
         + minutes * minute_ms + seconds * second_ms - *offset;
}

bool looks_like_iso(std::string_view x) {
  return x.size() >= 7 && is_digit(x[0]) && is_digit(x[3]) && x[4] == '-' && is_digit(x[5]);
}

} // namespace

int64_t moment_of(const date_bound& x, int64_t now_ms) {
  switch (x.kind) {
  case date_bound::kind::moment: return x.ms;
  case date_bound::kind::time: return sum(now_ms, x.ms);
  case date_bound::kind::period: return shifted(now_ms, x.months, x.days);
  }
  return now_ms;
}

std::optional<int64_t> parse_date_text(std::string_view text) {
  auto core = trimmed(text);
  if (looks_like_iso(core))
    return iso_date({core});
  int64_t ms = 0;
  auto end = core.data() + core.size();
  auto [rest, problem] = std::from_chars(core.data(), end, ms);
  if (problem == std::errc{} && rest == end)
    return ms;
  return rfc_1123_date({core});
}

} // namespace troupe
