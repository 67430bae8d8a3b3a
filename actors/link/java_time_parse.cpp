#include "actors/link/java_time_format.hpp"
#include "actors/link/java_time_names.hpp"
#include "config/text_cursor.hpp"

#include <array>
#include <limits>

namespace troupe {
namespace {

using field = java_time_format::field;
using style = java_time_format::style;
using element = java_time_format::element;
using elements = std::vector<element>;

/// What was read so far.
struct found_time {
  static constexpr auto none = std::numeric_limits<int64_t>::min();

  std::array<int64_t, static_cast<size_t>(field::zone_id) + 1> fields;
  std::optional<int64_t> offset;
  std::optional<time_zone> zone;

  found_time() { fields.fill(none); }

  bool has(field x) const { return fields[static_cast<size_t>(x)] != none; }
  int64_t of(field x, int64_t otherwise) const {
    return has(x) ? fields[static_cast<size_t>(x)] : otherwise;
  }

  /// False if the text says two things about one field.
  bool set(field x, int64_t value) {
    auto same = !has(x) || of(x, 0) == value;
    fields[static_cast<size_t>(x)] = value;
    return same;
  }
};

bool is_digits(const element& x) {
  return x.field == field::fraction || x.style == style::two_digit_year
         || (x.field >= field::year && x.field <= field::julian_day && x.style == style::number);
}

/// Digits that a number must leave to those of fixed width right behind it.
size_t reserved(const elements& all, size_t at) {
  size_t out = 0;
  if (all[at].least != all[at].most)
    while (++at < all.size() && is_digits(all[at]) && all[at].least == all[at].most)
      out += all[at].least;
  return out;
}

bool read_number(text_cursor& in, const elements& all, size_t at, found_time& out) {
  auto& x = all[at];
  auto is_year = x.field == field::year || x.field == field::year_of_era;
  auto negative = is_year && x.style == style::number && in.take('-');
  auto plus = x.signs_long && !negative && in.take('+');
  auto most = size_t{x.most};
  if (auto left = reserved(all, at)) {
    auto run = in.digits(in.rest.size());
    most = std::min<size_t>(most, run > left ? run - left : 0);
  }
  if (x.signs_long && !plus && !negative)
    most = std::min<size_t>(most, x.least);
  auto value = in.take_number(x.least, most);
  if (!value)
    return false;
  if (x.style == style::two_digit_year)
    value = 2000 + *value;
  return out.set(x.field, negative ? -*value : *value);
}

template <size_t N>
bool read_name(
    text_cursor& in, const std::array<java_names::text, N>& names, const element& x, int64_t first,
    found_time& out) {
  for (size_t i = 0; i < N && x.style != style::narrow; ++i)
    if (in.take(x.style == style::full ? names[i].full : names[i].brief))
      return out.set(x.field, static_cast<int64_t>(i) + first);
  return false;
}

bool read_text(text_cursor& in, const element& x, found_time& out) {
  switch (x.field) {
  case field::era: return read_name(in, java_names::eras, x, 0, out);
  case field::quarter: return read_name(in, java_names::quarters, x, 1, out);
  case field::month: return read_name(in, java_names::months, x, 1, out);
  case field::half_day: return read_name(in, java_names::half_days, x, 0, out);
  case field::weekday: return read_name(in, java_names::weekdays, x, 1, out);
  default: return false;
  }
}

/// Minutes or seconds behind hours; 0 where they may be left out and are.
std::optional<int64_t> take_part(text_cursor& in, bool colon, bool required) {
  auto before = in;
  auto value = !colon || in.take(':') ? in.take_digits(2, 59) : std::nullopt;
  if (value)
    return value;
  in = before;
  return required ? std::nullopt : std::optional<int64_t>{0};
}

/// Which parts an offset has and how they are set apart.
struct offset_form {
  size_t hour_digits = 2;
  bool colon = false;
  bool needs_minutes = true;
  bool has_seconds = true;
};

/// As the form of the pattern demands: see `write_offset` for the kinds.
bool read_signed_offset(text_cursor& in, const offset_form& form, found_time& out) {
  auto sign = in.take('-') ? -1 : 1;
  if (sign > 0 && !in.take('+'))
    return false;
  auto hours = in.take_number(form.hour_digits, 2);
  auto minutes = hours ? take_part(in, form.colon, form.needs_minutes) : std::nullopt;
  auto seconds =
      minutes && form.has_seconds ? take_part(in, form.colon, false) : std::optional<int64_t>{0};
  if (!minutes || !seconds || *hours > 18)
    return false;
  out.offset = sign * ((*hours * 60 + *minutes) * 60 + *seconds);
  return true;
}

bool read_offset(text_cursor& in, const element& x, found_time& out) {
  auto localized = x.field == field::localized_offset;
  if (!in.take(localized ? "GMT" : x.text)) {
    offset_form form{2, x.least % 2 == 0, x.least > 1, x.least >= 5};
    return !localized && read_signed_offset(in, form, out);
  }
  out.offset = 0;
  if (!localized || (!in.at('+') && !in.at('-')))
    return true;
  auto full = x.style == style::full;
  return read_signed_offset(in, {full ? 2u : 1u, true, full, true}, out);
}

/// An id, an offset, or both: `Europe/Paris`, `Z`, `UTC+02:00`.
bool read_zone(text_cursor& in, found_time& out) {
  constexpr auto letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-:";
  auto name = in.rest.substr(0, in.rest.find_first_not_of(letters));
  if (name.empty())
    return false;
  auto found = time_zone::find(name);
  if (!found)
    return false;
  out.zone = *found;
  in.rest.remove_prefix(name.size());
  return true;
}

bool read_element(text_cursor& in, const elements& all, size_t at, found_time& out) {
  auto& x = all[at];
  switch (x.field) {
  case field::literal: return in.take(x.text);
  case field::fraction: {
    auto value = in.digits(x.least) == x.least
                     ? text_cursor{in.rest.substr(0, x.least)}.take_billionths(1)
                     : std::nullopt;
    in.rest.remove_prefix(value ? x.least : 0);
    return value && out.set(field::nano, *value);
  }
  case field::offset:
  case field::localized_offset: return read_offset(in, x, out);
  case field::zone_name:
  case field::zone_id: return read_zone(in, out);
  case field::generic_zone_name:
  case field::day_period: return false;
  default: return is_digits(x) ? read_number(in, all, at, out) : read_text(in, x, out);
  }
}

/// The end of the option that begins at `at`.
size_t end_of_option(const elements& all, size_t at) {
  for (auto depth = 0;; ++at) {
    depth += all[at].field == field::option_begin;
    depth -= all[at].field == field::option_end;
    if (depth == 0)
      return at;
  }
}

bool read(text_cursor& in, const elements& all, size_t from, size_t to, found_time& out) {
  for (auto at = from; at < to; ++at) {
    auto& x = all[at];
    if (x.field == field::option_end)
      continue;
    if (x.field == field::option_begin) {
      auto end = end_of_option(all, at);
      auto before = in;
      auto so_far = out;
      if (!read(in, all, at + 1, end, out)) {
        in = before;
        out = so_far;
      }
      at = end;
      continue;
    }
    auto start = in.rest.size();
    if (x.pad > 0)
      while (start - in.rest.size() < x.pad && in.take(' '))
        ;
    if (!read_element(in, all, at, out) || (x.pad > 0 && start - in.rest.size() != x.pad))
      return false;
  }
  return true;
}

bool within(int64_t x, int64_t least, int64_t most) { return x >= least && x <= most; }

std::optional<civil_date> date_in(const found_time& x) {
  auto of_era = x.of(field::year_of_era, 1970);
  auto year = x.of(field::year, x.of(field::era, 1) == 1 ? of_era : 1 - of_era);
  if (!within(year, -999'999'999, 999'999'999))
    return std::nullopt;
  if (x.has(field::day_of_year)) {
    auto day = x.of(field::day_of_year, 1);
    if (!within(day, 1, is_leap(year) ? 366 : 365))
      return std::nullopt;
    return date_of(days_of({year, 1, 1}) + day - 1);
  }
  auto month = x.of(field::month, x.of(field::quarter, 1) * 3 - 2);
  auto day = x.of(field::day_of_month, 1);
  if (!within(month, 1, 12) || !within(day, 1, 31))
    return std::nullopt;
  // a 31st of April is the 30th, as java.time's "smart" resolver has it
  auto last = days_in(year, static_cast<int>(month));
  return civil_date{year, static_cast<int>(month), static_cast<int>(std::min<int64_t>(day, last))};
}

/// Nanoseconds since midnight; a whole day is the next midnight.
std::optional<int64_t> time_in(const found_time& x) {
  auto half_hour = x.of(field::hour_of_half_day, x.of(field::clock_hour_of_half_day, 12) % 12);
  auto half_day_hour = x.of(field::half_day, 0) * 12 + half_hour;
  auto clock_hour = x.of(field::clock_hour_of_day, 24);
  auto hour =
      x.of(field::hour_of_day, x.has(field::clock_hour_of_day) ? clock_hour % 24 : half_day_hour);
  auto minute = x.of(field::minute, 0);
  auto second = x.of(field::second, 0);
  auto nano = x.of(field::nano, 0);
  auto midnight = hour == 24 && minute == 0 && second == 0 && nano == 0;
  if (!within(hour, 0, midnight ? 24 : 23) || !within(minute, 0, 59) || !within(second, 0, 59)
      || !within(nano, 0, nanos_per_second - 1) || !within(half_hour, 0, 11)
      || !within(x.of(field::clock_hour_of_half_day, 12), 1, 12) || !within(clock_hour, 1, 24))
    return std::nullopt;
  auto nanos = ((hour * 60 + minute) * 60 + second) * nanos_per_second + nano;
  constexpr auto day = seconds_per_day * nanos_per_second;
  if (x.has(field::milli_of_day)) {
    auto millis = x.of(field::milli_of_day, 0);
    if (!within(millis, 0, seconds_per_day * 1000 - 1))
      return std::nullopt;
    nanos = millis * 1'000'000 + nano % 1'000'000;
  }
  nanos = x.of(field::nano_of_day, nanos);
  if (!within(nanos, 0, x.has(field::nano_of_day) ? day - 1 : day))
    return std::nullopt;
  return nanos;
}

} // namespace

std::optional<instant> java_time_format::parse(std::string_view text, const time_zone& zone) const {
  text_cursor in{text};
  found_time found;
  if (!read(in, elements_, 0, elements_.size(), found) || !in.rest.empty())
    return std::nullopt;
  auto date = date_in(found);
  auto nanos = time_in(found);
  if (!date || !nanos)
    return std::nullopt;
  auto weekday = weekday_of(days_of(*date));
  if (found.of(field::weekday, weekday) != weekday)
    return std::nullopt;
  auto seconds = *nanos / nanos_per_second;
  civil_time local{
      date_of(days_of(*date) + seconds / seconds_per_day), static_cast<int>(seconds / 3600 % 24),
      static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60),
      static_cast<int32_t>(*nanos % nanos_per_second)};
  auto& in_zone = found.zone ? *found.zone : zone;
  return instant{
      found.offset ? seconds_of(local, *found.offset) : in_zone.seconds_of_local(local),
      local.nano};
}

} // namespace troupe
