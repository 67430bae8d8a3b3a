#include "actors/link/predicate_time.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

namespace troupe {
namespace {

using namespace std::chrono;

/// Around the years that <chrono> knows.
constexpr int64_t calendar_ms_max = milliseconds{days{10'000 * 365}}.count();

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

} // namespace

int64_t moment_of(const date_bound& x, int64_t now_ms) {
  switch (x.kind) {
  case date_bound::kind::moment: return x.ms;
  case date_bound::kind::time: return sum(now_ms, x.ms);
  case date_bound::kind::period: return shifted(now_ms, x.months, x.days);
  }
  return now_ms;
}

} // namespace troupe
