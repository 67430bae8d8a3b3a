#include "actors/link/java_time_format.hpp"

#include "actors/link/java_time_names.hpp"
#include "schemas/errors.hpp"

#include <cstdio>

namespace troupe {
namespace {

using field = java_time_format::field;
using style = java_time_format::style;
using element = java_time_format::element;

/// A moment as a clock and a calendar show it.
struct shown_time {
  shown_time(const instant& x, const time_zone& in) : zone{in}, state{in.at(x.seconds)} {
    clock = civil_of(x, state.offset_seconds);
    days = days_of(clock.date);
  }

  const time_zone& zone;
  time_zone::state state;
  civil_time clock;
  int64_t days = 0;
};

/// Sunday is 1: weeks begin on Sundays, the first has the first of January.
int local_weekday(int64_t days) { return weekday_of(days) % 7 + 1; }

/// Which week of the days before it, itself included, a day is in.
int week(int day, int local_weekday) {
  auto start_offset = ((day - local_weekday) % 7 + 7) % 7;
  return (7 + (start_offset > 0 ? 7 - start_offset : 0) + day - 1) / 7;
}

civil_date last_day_of_week(int64_t days) { return date_of(days + 7 - local_weekday(days)); }

int64_t milli_of_day(const civil_time& x) {
  return ((x.hour * 60 + x.minute) * 60 + x.second) * int64_t{1000} + x.nano / 1'000'000;
}

int64_t number(field x, const shown_time& t) {
  auto& date = t.clock.date;
  auto hour = t.clock.hour;
  switch (x) {
  case field::era: return date.year > 0;
  case field::year: return date.year;
  case field::year_of_era: return date.year > 0 ? date.year : 1 - date.year;
  case field::week_based_year: return last_day_of_week(t.days).year;
  case field::quarter: return (date.month + 2) / 3;
  case field::month: return date.month;
  case field::week_of_year: return (day_of_year(last_day_of_week(t.days)) + 6) / 7;
  case field::week_of_month: return week(date.day, local_weekday(t.days));
  case field::day_of_year: return day_of_year(date);
  case field::day_of_month: return date.day;
  case field::week_in_month: return (date.day + 6) / 7;
  case field::weekday: return weekday_of(t.days);
  case field::local_weekday: return local_weekday(t.days);
  case field::half_day: return hour / 12;
  case field::hour_of_day: return hour;
  case field::clock_hour_of_day: return hour == 0 ? 24 : hour;
  case field::hour_of_half_day: return hour % 12;
  case field::clock_hour_of_half_day: return hour % 12 == 0 ? 12 : hour % 12;
  case field::minute: return t.clock.minute;
  case field::second: return t.clock.second;
  case field::nano: return t.clock.nano;
  case field::milli_of_day: return milli_of_day(t.clock);
  case field::nano_of_day: return milli_of_day(t.clock) * 1'000'000 + t.clock.nano % 1'000'000;
  case field::julian_day: return t.days + 40'587;
  default: return 0;
  }
}

void write_number(std::string& out, const element& x, int64_t value) {
  auto digits = std::to_string(value < 0 ? -value : value);
  if (x.style == style::two_digit_year)
    digits = digits.size() < 2 ? digits : digits.substr(digits.size() - 2);
  if (value < 0 && x.style != style::two_digit_year)
    out += '-';
  else if (x.signs_long && digits.size() > x.least)
    out += '+';
  if (digits.size() < x.least)
    out.append(x.least - digits.size(), '0');
  out += digits;
}

std::string_view pick(const java_names::text& x, style how) {
  return how == style::full ? x.full : how == style::narrow ? x.narrow : x.brief;
}

std::string_view name(const element& x, int64_t value) {
  auto at = static_cast<size_t>(value);
  switch (x.field) {
  case field::era: return pick(java_names::eras[at], x.style);
  case field::quarter: return pick(java_names::quarters[at - 1], x.style);
  case field::month: return pick(java_names::months[at - 1], x.style);
  case field::half_day: return pick(java_names::half_days[at], x.style);
  default: return pick(java_names::weekdays[at - 1], x.style);
  }
}

std::string_view day_period(const element& x, const civil_time& t) {
  auto on_the_hour = t.minute == 0;
  if (t.hour == 0 && on_the_hour)
    return x.style == style::narrow ? "mi" : "midnight";
  if (t.hour == 12 && on_the_hour)
    return x.style == style::narrow ? "n" : "noon";
  return t.hour < 6 || t.hour >= 21 ? "at night"
         : t.hour < 12              ? "in the morning"
         : t.hour < 18              ? "in the afternoon"
                                    : "in the evening";
}

struct offset_parts {
  explicit offset_parts(int64_t seconds) {
    auto size = seconds < 0 ? -seconds : seconds;
    sign = seconds < 0 ? '-' : '+';
    hours = static_cast<int>(size / 3600);
    minutes = static_cast<int>(size / 60 % 60);
    this->seconds = static_cast<int>(size % 60);
  }

  char sign;
  int hours, minutes, seconds;
};

/// The kinds are 1 `+HHmm`, 3 `+HHMM`, 4 `+HH:MM`, 5 `+HHMMss`, 6 `+HH:MM:ss`,
/// where small letters are left out if they are zero.
void write_offset(std::string& out, const element& x, int64_t seconds) {
  offset_parts parts{seconds};
  auto colon = x.least % 2 == 0 ? ":" : "";
  char text[32];
  auto with_minutes = x.least > 1 || parts.minutes > 0;
  auto with_seconds = x.least >= 5 && parts.seconds > 0;
  std::snprintf(text, sizeof text, "%c%02d", parts.sign, parts.hours);
  std::string made = text;
  if (with_minutes) {
    std::snprintf(text, sizeof text, "%s%02d", colon, parts.minutes);
    made += text;
  }
  if (with_seconds) {
    std::snprintf(text, sizeof text, "%s%02d", colon, parts.seconds);
    made += text;
  }
  auto is_zero = parts.hours == 0 && parts.minutes == 0 && !with_seconds;
  out += is_zero ? x.text : made;
}

void write_localized_offset(std::string& out, const element& x, int64_t seconds) {
  offset_parts parts{seconds};
  out += "GMT";
  if (seconds == 0)
    return;
  char text[32];
  auto full = x.style == style::full;
  std::snprintf(text, sizeof text, full ? "%c%02d" : "%c%d", parts.sign, parts.hours);
  out += text;
  if (full || parts.minutes > 0 || parts.seconds > 0) {
    std::snprintf(text, sizeof text, ":%02d", parts.minutes);
    out += text;
  }
  if (parts.seconds > 0) {
    std::snprintf(text, sizeof text, ":%02d", parts.seconds);
    out += text;
  }
}

void write_zone_name(std::string& out, const element& x, const shown_time& t) {
  auto& names = t.zone.names();
  auto full = x.style == style::full;
  auto found = x.field == field::generic_zone_name ? (full ? names.generic : names.generic_short)
               : t.state.summer                    ? (full ? names.summer : names.summer_short)
                                                   : (full ? names.standard : names.standard_short);
  out += t.zone.is_offset() || found.empty() ? t.zone.id() : found;
}

void write_element(std::string& out, const element& x, const shown_time& t) {
  switch (x.field) {
  case field::literal: out += x.text; break;
  case field::option_begin:
  case field::option_end: break;
  case field::day_period: out += day_period(x, t.clock); break;
  case field::fraction: {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%09d", t.clock.nano);
    out.append(digits, x.least);
    break;
  }
  case field::offset: write_offset(out, x, t.state.offset_seconds); break;
  case field::localized_offset: write_localized_offset(out, x, t.state.offset_seconds); break;
  case field::zone_name:
  case field::generic_zone_name: write_zone_name(out, x, t); break;
  case field::zone_id: out += t.zone.id(); break;
  default:
    if (x.style == style::number || x.style == style::two_digit_year)
      write_number(out, x, number(x.field, t));
    else
      out += name(x, number(x.field, t));
  }
}

} // namespace

caf::expected<std::string> java_time_format::format(const instant& x, const time_zone& zone) const {
  shown_time t{x, zone};
  std::string out;
  for (auto& each : elements_) {
    auto start = out.size();
    write_element(out, each, t);
    auto size = out.size() - start;
    if (each.pad == 0)
      continue;
    if (size > each.pad)
      return failure(
          errc::value_invalid, "a part of the time is longer than its padding of "
                                   + std::to_string(each.pad) + " characters");
    out.insert(start, each.pad - size, ' ');
  }
  return out;
}

} // namespace troupe
