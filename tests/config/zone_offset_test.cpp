#include "tests/support/catch.hpp"

#include "config/zone_offset.hpp"

using namespace troupe::config;

TEST_CASE("offsets from UTC are those that java.time.ZoneId knows") {
  auto [text, seconds] = GENERATE(table<std::string, int64_t>({
      {"Z", 0},
      {"UTC", 0},
      {"GMT", 0},
      {"UT", 0},
      {"+2", 7200},
      {"+02", 7200},
      {"-01:30", -5400},
      {"-0130", -5400},
      {"+01:30:15", 5415},
      {"+013015", 5415},
      {"+18:00", 64'800},
      {"-18", -64'800},
      {"UTC+1", 3600},
      {"GMT-05:30", -19'800},
      {"-00:00", 0},
  }));
  CHECK(parse_zone_offset(text) == seconds);
}

TEST_CASE("what is no offset from UTC is none") {
  for (auto text :
       {"", "z", "+", "+1:30", "+010", "+01:3", "+18:01", "+19", "+01:60", "+0130:15", "+01:3015",
        "+01:30:15:00", "UTCZ", "utc", "GMT0", "Europe/Paris", "02:00"})
    CHECK_FALSE(parse_zone_offset(text));
}

TEST_CASE("offsets are written as java.time.ZoneOffset writes them") {
  CHECK(zone_offset_text(0) == "Z");
  CHECK(zone_offset_text(7200) == "+02:00");
  CHECK(zone_offset_text(-5415) == "-01:30:15");
}
