#include "actors/link/date_text.hpp"

#include "actors/link/time_zone.hpp"
#include "config/text_cursor.hpp"
#include "schemas/ascii.hpp"

#include <cstdio>
#include <limits>

namespace troupe {
namespace {

/// One part of a duration or period, such as `-5D`.
struct amount {
  char unit = 0;
  int64_t count = 0;
  bool negative = false;
  std::optional<int32_t> billionths; ///< Where a point stood before the unit.
};

/// Nothing if no amount stands at the front.
std::optional<amount> take_amount(text_cursor& in) {
  amount out;
  out.negative = in.take_minus();
  auto count = in.take_number(1, in.rest.size());
  if (!count)
    return std::nullopt;
  out.count = out.negative ? -*count : *count;
  if (in.take('.') || in.take(','))
    out.billionths = in.take_billionths(0);
  if (in.rest.empty())
    return std::nullopt;
  out.unit = in.rest[0];
  in.rest.remove_prefix(1);
  return out;
}

/// Adds `x` to the sum; false beyond 64 bits.
bool add(int64_t& sum, int64_t count, int64_t factor) {
  int64_t product = 0;
  return !__builtin_mul_overflow(count, factor, &product)
         && !__builtin_add_overflow(sum, product, &sum);
}

/// Amounts in the order of `units`, each at most once, up to `stop` or the end;
/// false if something else stands there.
template <class Add>
bool take_amounts(text_cursor& in, std::string_view units, char stop, Add&& add_amount) {
  while (!in.rest.empty() && !in.at(stop)) {
    auto x = take_amount(in);
    auto at = x ? units.find(x->unit) : units.npos;
    if (at == units.npos || !add_amount(*x))
      return false;
    units.remove_prefix(at + 1);
  }
  return true;
}

std::optional<java_duration> negated(const java_duration& x) {
  if (x.seconds == std::numeric_limits<int64_t>::min())
    return std::nullopt;
  if (x.nanos == 0)
    return java_duration{-x.seconds, 0};
  return java_duration{-x.seconds - 1, nanos_per_second - x.nanos};
}

bool take_date(text_cursor& in, civil_date& out) {
  auto sign = in.at('-') || in.at('+') ? in.rest[0] : ' ';
  if (sign != ' ')
    in.rest.remove_prefix(1);
  auto digits = in.digits(10);
  if (digits < 4 || (digits > 4) != (sign == '+' || (sign == '-' && digits > 4)))
    return false;
  out.year = *in.take_number(4, 9);
  if (sign == '-')
    out.year = -out.year;
  auto month = in.take('-') ? in.take_digits(2, 12) : std::nullopt;
  auto day = month && in.take('-') ? in.take_digits(2, 31) : std::nullopt;
  if (!day || *month < 1 || *day < 1 || *day > days_in(out.year, static_cast<int>(*month))
      || (sign == '-' && out.year == 0))
    return false;
  out.month = static_cast<int>(*month);
  out.day = static_cast<int>(*day);
  return true;
}

bool take_time(text_cursor& in, civil_time& out) {
  auto hour = in.take_digits(2, 23);
  auto minute = hour && in.take(':') ? in.take_digits(2, 59) : std::nullopt;
  std::optional<int64_t> second = 0;
  std::optional<int32_t> nano = 0;
  if (minute && in.take(':')) {
    second = in.take_digits(2, 59);
    if (second && in.take('.'))
      nano = in.take_billionths(0);
  }
  if (!minute || !second || !nano)
    return false;
  out.hour = static_cast<int>(*hour);
  out.minute = static_cast<int>(*minute);
  out.second = static_cast<int>(*second);
  out.nano = *nano;
  return true;
}

/// The zone at the end: an offset, a region in brackets, both or neither.
std::optional<int64_t>
take_zone(text_cursor& in, const civil_time& local, const time_zone& fallback) {
  auto zone = fallback;
  std::optional<int64_t> offset;
  if (in.at('Z') || in.at('z') || in.at('+') || in.at('-')) {
    auto text = in.rest.substr(0, in.rest.find('['));
    offset = config::parse_zone_offset(text == "z" ? "Z" : text);
    if (!offset || text.size() == 2) // an hour has two digits here
      return std::nullopt;
    in.rest.remove_prefix(text.size());
  }
  if (in.take('[')) {
    auto end = in.rest.find(']');
    auto found = time_zone::find(in.rest.substr(0, end));
    if (end == in.rest.npos || !found)
      return std::nullopt;
    zone = *found;
    in.rest.remove_prefix(end + 1);
  }
  return offset ? seconds_of(local, *offset) : zone.seconds_of_local(local);
}

} // namespace

std::optional<java_duration> parse_java_duration(std::string_view text) {
  auto capitals = ascii_upper(text);
  text_cursor in{capitals};
  auto negative = in.take_minus();
  if (!in.take('P') || in.rest.empty())
    return std::nullopt;
  java_duration out;
  auto add_part = [&](const amount& x) {
    auto factor = x.unit == 'D' ? seconds_per_day : x.unit == 'H' ? 3600 : x.unit == 'M' ? 60 : 1;
    if ((x.billionths && x.unit != 'S') || !add(out.seconds, x.count, factor))
      return false;
    out.nanos = x.billionths.value_or(0);
    if (out.nanos == 0 || !x.negative)
      return true;
    out.nanos = nanos_per_second - out.nanos;
    return add(out.seconds, -1, 1);
  };
  if (!take_amounts(in, "D", 'T', add_part))
    return std::nullopt;
  if (in.take('T') && (in.rest.empty() || !take_amounts(in, "HMS", 0, add_part)))
    return std::nullopt;
  return negative ? negated(out) : out;
}

std::optional<instant> plus(const instant& x, const java_duration& shift) {
  instant out{0, x.nanos + shift.nanos};
  auto carry = out.nanos >= nanos_per_second;
  if (carry)
    out.nanos -= nanos_per_second;
  if (__builtin_add_overflow(x.seconds, shift.seconds, &out.seconds)
      || __builtin_add_overflow(out.seconds, int64_t{carry}, &out.seconds)
      || out.seconds < instant_seconds_min || out.seconds > instant_seconds_max)
    return std::nullopt;
  return out;
}

std::optional<instant> minus(const instant& x, const java_duration& shift) {
  auto back = negated(shift);
  return back ? plus(x, *back) : std::nullopt;
}

std::string to_iso_text(const instant& x) {
  auto t = civil_of(x, 0);
  char out[64];
  auto year = t.date.year;
  auto size = std::snprintf(
      out, sizeof out, "%s%0*lld-%02d-%02dT%02d:%02d:%02d", year > 9999 ? "+" : "",
      year < 0 ? 5 : 4, static_cast<long long>(year), t.date.month, t.date.day, t.hour, t.minute,
      t.second);
  auto rest = sizeof out - static_cast<size_t>(size);
  if (t.nano == 0)
    std::snprintf(out + size, rest, "Z");
  else if (t.nano % 1'000'000 == 0)
    std::snprintf(out + size, rest, ".%03dZ", t.nano / 1'000'000);
  else if (t.nano % 1'000 == 0)
    std::snprintf(out + size, rest, ".%06dZ", t.nano / 1'000);
  else
    std::snprintf(out + size, rest, ".%09dZ", t.nano);
  return out;
}

std::string to_iso_text(std::chrono::nanoseconds since_epoch) {
  return to_iso_text(instant_of(since_epoch));
}

std::optional<instant> parse_iso_time(std::string_view text, const time_zone& fallback) {
  text_cursor in{text};
  civil_time local;
  if (!take_date(in, local.date))
    return std::nullopt;
  if ((in.take('T') || in.take('t')) && !take_time(in, local))
    return std::nullopt;
  auto seconds = take_zone(in, local, fallback);
  if (!seconds || !in.rest.empty() || *seconds < instant_seconds_min
      || *seconds > instant_seconds_max)
    return std::nullopt;
  return instant{*seconds, local.nano};
}

} // namespace troupe
