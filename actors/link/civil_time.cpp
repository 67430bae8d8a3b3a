#include "actors/link/civil_time.hpp"

namespace troupe {
namespace {

constexpr int64_t days_per_era = 146'097; ///< Of 400 years.

int64_t floor_div(int64_t x, int64_t y) { return x / y - (x % y < 0); }

} // namespace

instant instant_of(std::chrono::nanoseconds since_epoch) {
  auto whole = std::chrono::floor<std::chrono::seconds>(since_epoch);
  return {whole.count(), static_cast<int32_t>((since_epoch - whole).count())};
}

instant instant_of_ms(int64_t since_epoch) {
  auto rest = static_cast<int32_t>(since_epoch % 1000);
  return {floor_div(since_epoch, 1000), (rest < 0 ? rest + 1000 : rest) * 1'000'000};
}

bool is_leap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in(int64_t year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

// Years begin in March here, so that the leap day is the last of its year.
int64_t days_of(const civil_date& x) {
  auto year = x.year - (x.month <= 2);
  auto era = floor_div(year, 400);
  auto year_of_era = year - era * 400;
  auto day = (153 * (x.month + (x.month > 2 ? -3 : 9)) + 2) / 5 + x.day - 1;
  return era * days_per_era + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day
         - 719'468;
}

civil_date date_of(int64_t days) {
  days += 719'468;
  auto era = floor_div(days, days_per_era);
  auto day_of_era = days - era * days_per_era;
  auto year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  auto day = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  auto month = (5 * day + 2) / 153;
  return {
      year_of_era + era * 400 + (month >= 10), static_cast<int>(month < 10 ? month + 3 : month - 9),
      static_cast<int>(day - (153 * month + 2) / 5 + 1)};
}

int weekday_of(int64_t days) {
  auto since_monday = (days + 3) % 7;
  return static_cast<int>(since_monday < 0 ? since_monday + 8 : since_monday + 1);
}

int day_of_year(const civil_date& x) {
  return static_cast<int>(days_of(x) - days_of({x.year, 1, 1})) + 1;
}

civil_time civil_of(const instant& x, int64_t offset_seconds) {
  auto local = x.seconds + offset_seconds;
  auto days = floor_div(local, seconds_per_day);
  auto rest = static_cast<int>(local - days * seconds_per_day);
  return {date_of(days), rest / 3600, rest / 60 % 60, rest % 60, x.nanos};
}

int64_t seconds_of(const civil_time& x, int64_t offset_seconds) {
  return days_of(x.date) * seconds_per_day + x.hour * 3600 + x.minute * 60 + x.second
         - offset_seconds;
}

} // namespace troupe
