#include "actors/link/time_zone.hpp"

#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <date/tz.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace troupe {
namespace {

using std::chrono::seconds;

const date::time_zone* region(std::string_view id) {
  try {
    return date::locate_zone(id);
  } catch (const std::exception&) { // no such zone, or no database at all
    return nullptr;
  }
}

/// Zones whose winter time counts as their summer time in the system's files,
/// but not in Java.
bool has_negative_summer(std::string_view id) {
  return id == "Europe/Dublin" || id == "Eire" || id == "Africa/Casablanca"
         || id == "Africa/El_Aaiun";
}

constexpr int64_t table_end = 2'114'380'800; ///< 2037-01-01: the files list no year after it.

/// A time between 2025 and 2036 at which the same rules give the same answer: the
/// days since the first of March, or of January, of a year that begins on the
/// same weekday. Daylight saving rules are made of months and weekdays.
int64_t same_time_within_table(int64_t at) {
  auto t = civil_of({at, 0}, 0);
  auto start = t.date.month > 2 ? 3 : 1;
  auto from = days_of({t.date.year, start, 1});
  auto year = int64_t{2036};
  while (weekday_of(days_of({year, start, 1})) != weekday_of(from))
    --year;
  return at + (days_of({year, start, 1}) - from) * seconds_per_day;
}

date::sys_info look_up(const date::time_zone& zone, int64_t at) {
  auto info = zone.get_info(date::sys_seconds{seconds{at}});
  auto begin = info.begin.time_since_epoch().count();
  auto cut_off = at >= table_end && begin >= table_end && begin < table_end + 366 * seconds_per_day
                 && info.end >= date::sys_days{date::year{30'000} / 1 / 1};
  return cut_off ? zone.get_info(date::sys_seconds{seconds{same_time_within_table(at)}}) : info;
}

std::string first_line(const char* file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  return std::string{trimmed(line)};
}

/// The part of a link's target behind `zoneinfo/`.
std::string name_of_link(const char* file) {
  std::error_code ignored;
  auto target = std::filesystem::canonical(file, ignored).string();
  constexpr std::string_view folder = "/zoneinfo/";
  auto at = target.find(folder);
  return at == target.npos ? "" : target.substr(at + folder.size());
}

} // namespace

time_zone::time_zone() : names_{names_of_zone(id_)} {}

caf::expected<time_zone> time_zone::find(std::string_view name) {
  if (name.empty())
    return of_system();
  time_zone out;
  out.id_ = name;
  if (auto offset = config::parse_zone_offset(name)) {
    out.fixed_offset_ = *offset;
    auto prefix = name.substr(0, name.find_first_of("+-"));
    out.offset_only_ = prefix.empty() || name == "Z";
    if (name != prefix || out.offset_only_)
      out.id_ = (name == "Z" ? "" : std::string{prefix})
                + (*offset == 0 && !out.offset_only_ ? "" : config::zone_offset_text(*offset));
  } else {
    out.region_ = region(name);
    if (!out.region_)
      return failure(
          errc::config_invalid,
          "there is no time zone \"" + std::string{name.substr(0, 60)} + "\"");
  }
  out.names_ = names_of_zone(out.id_);
  return out;
}

time_zone time_zone::of_system() {
  auto variable = std::getenv("TZ");
  std::string from_variable = variable ? variable : "";
  if (from_variable.starts_with(':'))
    from_variable.erase(0, 1);
  for (auto& name : {from_variable, first_line("/etc/timezone"), name_of_link("/etc/localtime")})
    if (!name.empty())
      if (auto found = find(name))
        return *found;
  return {};
}

time_zone::state time_zone::at(int64_t epoch_seconds) const {
  if (!region_)
    return {fixed_offset_, false};
  auto info = look_up(*region_, epoch_seconds);
  auto offset = info.offset.count();
  return {offset, has_negative_summer(id_) ? offset > 0 : info.save.count() != 0};
}

int64_t time_zone::seconds_of_local(const civil_time& x) const {
  // a day away no two changes of the clocks are in between
  auto utc = seconds_of(x, 0);
  auto before = at(utc - seconds_per_day).offset_seconds;
  auto after = at(utc + seconds_per_day).offset_seconds;
  if (at(utc - before).offset_seconds == before)
    return utc - before;
  if (at(utc - after).offset_seconds == after)
    return utc - after;
  return utc - before;
}

} // namespace troupe
