#include "tests/actors/link/predicate_support.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE("bounds of dates are read as OpenRemote reads them") {
  struct row {
    const char* text;
    int64_t ms;
  };
  auto x = GENERATE(values<row>({
      {"2023-11-14", 1'699'920'000'000},
      {"2023-11-14T22:13", 1'699'999'980'000},
      {"2023-11-14T22:13:20", now},
      {"2023-11-14t22:13:20z", now},
      {"2023-11-14T22:13:20.5", now + 500},
      {"2023-11-14T22:13:20.123456789Z", now + 123},
      {"2023-11-15T00:13:20+02:00", now},
      {"2023-11-14T17:43:20-04:30", now},
      {"2023-11-14T22:13:21+00:00:01", now},
      {"2023-11-14T23:13:20+01:00[Europe/Amsterdam]", now},
      {"2023-11-14T23:13:20+01:00[Asia/Tokyo]", now}, // the offset outweighs the region
      {"2023-11-13T24:00:00", 1'699'920'000'000},
      {"2023-02-31", 1'677'542'400'000}, // the month's last day
      {"PT0S", now},
      {"PT1H", now + 3'600'000},
      {"PT1H30M5.5S", now + 5'405'500},
      {"P1D", now + 86'400'000},
      {"P1W1D", now + 8 * 86'400'000},
      {"P1M", now + 30 * int64_t{86'400'000}},       // November has 30 days
      {"P3M", now + 92 * int64_t{86'400'000}},       // 2024-02-14
      {"P1Y2M3W4D", now + 452 * int64_t{86'400'000}} // 2025-01-14 and 25 days
  }));
  INFO(x.text);
  auto bound = parse_date_bound(x.text);
  REQUIRE(bound);
  CHECK(moment_of(*bound, now) == x.ms);
}

TEST_CASE("a month from the end of a longer one ends with the shorter one") {
  auto bound = parse_date_bound("P1M");
  REQUIRE(bound);
  CHECK(moment_of(*bound, 1'706'659'200'000) == 1'709'164'800'000); // 2024-01-31, 2024-02-29
}

TEST_CASE("what is no bound of a date is refused, and matches nothing") {
  for (auto text :
       {"",
        " ",
        "*",
        "+*",
        "-*",
        "soon",
        "-PT1H",
        "PT-1H",
        "P-1D",
        "+PT1H",
        "P",
        "PT",
        "P1DT1H",
        "PT1.5H",
        "P1.5D",
        "pt1h",
        " PT1H",
        "PT1H ",
        "P1D1M",
        "PT9999999999H",
        "P99999999Y",
        "2023",
        "2023-1-1",
        "2023-13-01",
        "2023-00-01",
        "2023-01-32",
        "2023-01-00",
        "2023-01-01 10:00",
        "2023-01-01T",
        "2023-01-01T10",
        "2023-01-01T24:01",
        "2023-01-01T10:60",
        "2023-01-01T10:00:60",
        "2023-01-01T10:00+0100",
        "2023-01-01T10:00+1",
        "2023-01-01T10:00+19:00",
        "2023-01-01T10:00+18:01",
        "2023-01-01T10:00[Europe/Paris]",
        "2023-01-01T10:00Z[Europe/Nowhere]",
        "2023-01-01T10:00Z[/etc/passwd]",
        "2023-01-01T10:00Z[]",
        "2023-01-01T10:00Z[UTC",
        "2023-01-01Z",
        "1700000000000",
        "2023-01-01T10:00:00.1234567890"}) {
    INFO(text);
    CHECK_FALSE(parse_date_bound(text));
    auto p = date_match(comparison::less_equals, text);
    p.negate = true;
    CHECK_FALSE(matches_text(p, "2023-01-01"));
    CHECK_FALSE(matches_text(date_match(comparison::between, "2023-01-01", text), "2023-01-01"));
  }
}

TEST_CASE("a date predicate never takes what is no date, negated or not") {
  auto p = date_match(comparison::greater_than, "2000-01-01");
  for (auto json : {"\"soon\"", "null", "true", "{}", "1.7e12"}) {
    CHECK_FALSE(matches_json(p, json));
    p.negate = !p.negate;
    CHECK_FALSE(matches_json(p, json));
  }
  p.negate = false;
  CHECK(matches_json(p, "\"2023-01-01\""));
  CHECK(matches_text(p, "\"2023-01-01\""));
  p.negate = true;
  CHECK_FALSE(matches_json(p, "1700000000000"));
}

TEST_CASE("a moment far away is compared, not wrapped around") {
  auto far = std::numeric_limits<int64_t>::max();
  CHECK(moment_of(*parse_date_bound("PT999999999H"), far) == far);
  CHECK(moment_of(*parse_date_bound("P9999Y"), far) > now);
  CHECK(moment_of(*parse_date_bound("P1D"), std::numeric_limits<int64_t>::min()) < 0);
}
