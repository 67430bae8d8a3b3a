#include "tests/support/catch.hpp"

#include "actors/link/duration_value.hpp"

using namespace troupe;

TEST_CASE("durations are read as Java reads them") {
  auto [text, ms] = GENERATE(table<std::string, int64_t>({
      {"PT1H30M", 5'400'000},
      {"PT0.5S", 500},
      {"PT1,25S", 1'250},
      {"PT1.S", 1'000},
      {"PT-0.5S", -500},
      {"PT-1.5S", -1'500},
      {"-PT-6H+3M", 21'600'000 - 180'000},
      {"P2DT1S", 172'801'000},
      {"+p1d", 86'400'000},
      {"pt5m", 300'000},
      {"PT0S", 0},
      {"PT0.0009S", 0},
      {"PT-0.0009S", 0},
      {"PT9223372036854775.807S", INT64_MAX},
  }));
  INFO(text);
  CHECK(duration_value_of(text) == ms);
}

TEST_CASE("what is no duration is none") {
  auto text = GENERATE(values<std::string>({
      "",
      "P",
      "PT",
      "P1DT",
      "P1M",
      "P1Y",
      "P1W",
      "1H",
      "PT1",
      "PT1H1",
      "PT1M1H",
      "PT1.5H",
      "PT.5S",
      "PT1.0123456789S",
      "PT1S ",
      "--PT1S",
      "PT9223372036854775808S",
      "PT9223372036854775.808S",
      "PT5S.",
  }));
  INFO(text);
  CHECK_FALSE(duration_value_of(text));
}

TEST_CASE("periods become Java's text of them") {
  auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"P1Y2M3D", "P1Y2M3D"},
      {"p1w", "P7D"},
      {"P1W1D", "P8D"},
      {"-P1Y-2M", "P-1Y2M"},
      {"P0D", "P0D"},
      {"P13M", "P13M"},
      {"P2147483647D", "P2147483647D"},
      {"-P-2147483647D", "P2147483647D"},
  }));
  INFO(text);
  CHECK(period_value_of(text) == expected);
}

TEST_CASE("what is no period is none") {
  auto text = GENERATE(values<std::string>({
      "",
      "P",
      "-P",
      "PT1H",
      "P1DT1H",
      "P1D1Y",
      "P1.5D",
      "1D",
      "P2147483648D",
      "P400000000W",
      "P1D ",
  }));
  INFO(text);
  CHECK_FALSE(period_value_of(text));
}

TEST_CASE("a period and a duration may stand together") {
  auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"P1DT2H", "P1DT2H"},
      {"P1Y", "P1Y"},
      {"PT90M", "PT1H30M"},
      {"PT0S", "PT0S"},
      {"P1WT0.50S", "P7DT0.5S"},
      {"PT-0.5S", "PT-0.5S"},
      {"PT-61S", "PT-1M-1S"},
      {"P1DT", "P1D"},
      {"-P1DT2H", "P-1DT2H"},
  }));
  INFO(text);
  CHECK(period_and_duration_value_of(text) == expected);
  auto bad = GENERATE(
      values<std::string>({"", "P", "PT", "T", "x", "T2H", "p1dt2h", "-PT5M", "P1DT1H2T"}));
  INFO(bad);
  CHECK_FALSE(period_and_duration_value_of(bad));
}
