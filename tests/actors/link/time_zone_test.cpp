#include "tests/support/catch.hpp"

#include "actors/link/time_zone.hpp"
#include "schemas/errors.hpp"

#include <cstdlib>

using namespace troupe;

namespace {

time_zone zone(std::string_view name) {
  auto found = time_zone::find(name);
  REQUIRE(found);
  return *found;
}

/// Sets `$TZ` as long as it lives.
class zone_variable {
public:
  explicit zone_variable(const char* value) {
    if (auto x = std::getenv("TZ"))
      before_ = x;
    setenv("TZ", value, 1);
  }
  ~zone_variable() {
    if (before_)
      setenv("TZ", before_->c_str(), 1);
    else
      unsetenv("TZ");
  }

private:
  std::optional<std::string> before_;
};

} // namespace

TEST_CASE("a zone is found by its name or as an offset") {
  auto [name, id, offset] = GENERATE(table<std::string, std::string, int64_t>({
      {"Europe/Amsterdam", "Europe/Amsterdam", 3600},
      {"Etc/UTC", "Etc/UTC", 0},
      {"UTC", "UTC", 0},
      {"Z", "Z", 0},
      {"+00:00", "Z", 0},
      {"+2", "+02:00", 7200},
      {"UTC+2", "UTC+02:00", 7200},
      {"UTC-0", "UTC", 0},
      {"America/St_Johns", "America/St_Johns", -12'600},
  }));
  auto found = zone(name);
  CHECK(found.id() == id);
  CHECK(found.at(1'704'067'200).offset_seconds == offset);
}

TEST_CASE("an unknown zone is refused by its name") {
  for (auto name : {"Europe/Hall", "../UTC", "/etc/localtime", "zone.tab", "utc+25"}) {
    auto found = time_zone::find(name);
    REQUIRE_FALSE(found);
    CHECK(is(found.error(), errc::config_invalid));
    CHECK(sentence(found.error()) == "there is no time zone \"" + std::string{name} + "\"");
  }
}

TEST_CASE("the system's zone is that of TZ where it names one") {
  {
    zone_variable tz{":Asia/Kolkata"};
    CHECK(zone("").id() == "Asia/Kolkata");
  }
  zone_variable tz{"nonsense"};
  CHECK_FALSE(zone("").id().empty());
}

TEST_CASE("daylight saving goes on beyond the years that the files list") {
  auto [name, year, month, day, offset] = GENERATE(table<std::string, int, int, int, int64_t>({
      {"Europe/Amsterdam", 2037, 7, 1, 7200},
      {"Europe/Amsterdam", 2038, 1, 15, 3600},
      {"Europe/Amsterdam", 2100, 7, 1, 7200},
      {"America/New_York", 2100, 7, 1, -14'400},
      {"Australia/Sydney", 2100, 7, 1, 36'000},
      {"Australia/Sydney", 2400, 2, 29, 39'600},
      {"Europe/Paris", 2400, 3, 25, 3600},
      {"Europe/Paris", 2400, 3, 27, 7200},
      {"Asia/Tokyo", 2100, 7, 1, 32'400},
      {"Africa/Casablanca", 2100, 7, 1, 3600},
  }));
  CHECK(
      zone(name).at(days_of({year, month, day}) * seconds_per_day + 43'200).offset_seconds
      == offset);
}

TEST_CASE("a time that the clocks skip is moved on, one they show twice is the first") {
  auto amsterdam = zone("Europe/Amsterdam");
  CHECK(amsterdam.seconds_of_local({{2024, 3, 31}, 2, 30, 0, 0}) == 1'711'848'600);
  CHECK(amsterdam.seconds_of_local({{2024, 10, 27}, 2, 30, 0, 0}) == 1'729'989'000);
  CHECK(zone("+05:30").seconds_of_local({{1970, 1, 1}, 5, 30, 0, 0}) == 0);
}

TEST_CASE("dates are days and days are dates, over all of java.time's years") {
  for (int64_t year : {-999'999'999, -400, -1, 0, 1, 1900, 1970, 2000, 2024, 999'999'999})
    for (auto month = 1; month <= 12; ++month)
      for (auto day : {1, 28, days_in(year, month)}) {
        civil_date date{year, month, day};
        CHECK(date_of(days_of(date)) == date);
      }
  CHECK(days_of({1970, 1, 1}) == 0);
  CHECK(days_of({2000, 3, 1}) == 11'017);
  CHECK(weekday_of(0) == 4); // a Thursday
  CHECK(weekday_of(-4) == 7);
}
