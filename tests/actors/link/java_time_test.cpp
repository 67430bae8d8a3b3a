#include "tests/support/catch.hpp"

#include "actors/link/date_text.hpp"
#include "actors/link/java_time_format.hpp"
#include "schemas/errors.hpp"
#include "tests/support/case_table.hpp"

using namespace troupe;

namespace {

time_zone zone(std::string_view name) {
  auto found = time_zone::find(name);
  REQUIRE(found);
  return *found;
}

std::string formatted(std::string_view pattern, const instant& x, const time_zone& in) {
  auto compiled = java_time_format::compile(pattern);
  auto text = compiled ? compiled->format(x, in) : compiled.error();
  return text ? *text : "!!";
}

template <class T>
std::string words(const std::optional<T>& x) {
  if (!x)
    return "!!";
  return std::to_string(x->seconds) + " " + std::to_string(x->nanos);
}

} // namespace

TEST_CASE("patterns make of instants what DateTimeFormatter makes of them") {
  auto rows = case_table("actors/link/java_time_format_cases.txt");
  CHECK(rows.size() > 900);
  for (auto& row : rows) {
    REQUIRE(row.size() == 5);
    INFO(row[0] << " of " << row[2] << "." << row[3] << " in " << row[1]);
    instant x{std::stoll(row[2]), static_cast<int32_t>(std::stol(row[3]))};
    CHECK(formatted(row[0], x, zone(row[1])) == row[4]);
  }
}

TEST_CASE("patterns read from texts what DateTimeFormatter reads from them") {
  auto rows = case_table("actors/link/java_time_parse_cases.txt");
  CHECK(rows.size() > 300);
  for (auto& row : rows) {
    REQUIRE(row.size() == 4);
    INFO(row[0] << " from " << row[2] << " in " << row[1]);
    auto compiled = java_time_format::compile(row[0]);
    REQUIRE(compiled);
    CHECK(words(compiled->parse(row[2], zone(row[1]))) == row[3]);
  }
}

TEST_CASE("durations are those of java.time") {
  for (auto& row : case_table("actors/link/java_duration_cases.txt")) {
    REQUIRE(row.size() == 2);
    INFO(row[0]);
    CHECK(words(parse_java_duration(row[0])) == row[1]);
  }
}

TEST_CASE("a pattern that DateTimeFormatter refuses is refused with its reason") {
  auto [pattern, why] = GENERATE(table<std::string, std::string>({
      {"yyyy-MM-dd'T", "the date pattern has an opening quote ' without a closing one"},
      {"YYYY-mm-ddd", "the date pattern has too many letters d in a row"},
      {"HH:mm b", "the date pattern has the unknown letter b"},
      {"HH]", "the date pattern has a ] without a [ before it"},
      {"{HH}", "the date pattern has the character {, which is reserved"},
      {"V", "the date pattern must have the letter V twice"},
      {"OO", "the date pattern must have the letter O once or four times"},
      {"ppp", "the date pattern has the padding p without a letter behind it"},
      {std::string(33, '['), "the date pattern has too many [ within each other"},
      {std::string(2000, 'p').append("H"), "the date pattern has too many letters p in a row"},
  }));
  auto compiled = java_time_format::compile(pattern);
  REQUIRE_FALSE(compiled);
  CHECK(is(compiled.error(), errc::config_invalid));
  CHECK(sentence(compiled.error()) == why);
}

TEST_CASE("F counts the weekday within the month, as since JDK 19") {
  CHECK(formatted("F", {1'709'618'828, 0}, {}) == "1");               // 5 March 2024
  CHECK(formatted("F", {1'709'618'828 + 17 * 86'400, 0}, {}) == "4"); // 22 March 2024
}

TEST_CASE("a part of a time that is longer than its padding is an error") {
  auto compiled = java_time_format::compile("pMMMM");
  REQUIRE(compiled);
  auto text = compiled->format({}, {});
  REQUIRE_FALSE(text);
  CHECK(sentence(text.error()) == "a part of the time is longer than its padding of 1 characters");
}

TEST_CASE("instants are written as far as java.time goes") {
  auto [x, text] = GENERATE(table<instant, std::string>({
      {{0, 0}, "1970-01-01T00:00:00Z"},
      {{-62'167'219'201, 0}, "-0001-12-31T23:59:59Z"},
      {{253'402'300'800, 0}, "+10000-01-01T00:00:00Z"},
      {{instant_seconds_max, 999'999'999}, "+1000000000-12-31T23:59:59.999999999Z"},
      {{instant_seconds_min, 0}, "-1000000000-01-01T00:00:00Z"},
  }));
  CHECK(to_iso_text(x) == text);
}

TEST_CASE("shifts beyond java.time are refused") {
  auto day = java_duration{86'400, 0};
  CHECK_FALSE(plus({instant_seconds_max, 0}, day));
  CHECK_FALSE(minus({instant_seconds_min, 0}, day));
  CHECK_FALSE(plus({0, 0}, {std::numeric_limits<int64_t>::max(), 0}));
  CHECK_FALSE(minus({0, 0}, {std::numeric_limits<int64_t>::min(), 0}));
  CHECK(plus({5, 700'000'000}, {0, 500'000'000}) == instant{6, 200'000'000});
  CHECK(minus({5, 200'000'000}, {0, 500'000'000}) == instant{4, 700'000'000});
}

TEST_CASE("ISO texts are dates, times, offsets and regions") {
  auto [text, seconds] = GENERATE(table<std::string, std::string>({
      {"2024-03-05", "1709593200 0"}, // midnight in Amsterdam
      {"2024-03-05T07:07:08", "1709618828 0"},
      {"2024-03-05T06:07:08.009Z", "1709618828 9000000"},
      {"2024-03-05T06:07Z", "1709618820 0"},
      {"2024-03-05T11:37:08+05:30", "1709618828 0"},
      {"2024-03-05T06:07:08+00:00[Europe/Paris]", "1709618828 0"},
      {"2024-03-05T06:07:08[UTC]", "1709618828 0"},
      {"+12024-03-05T00:00:00Z", "317279116800 0"},
      {"2024-02-30", "!!"},
      {"2024-3-05", "!!"},
      {"12024-03-05", "!!"},
      {"2024-03-05T25:00Z", "!!"},
      {"2024-03-05T06:07:08 Z", "!!"},
      {"2024-03-05T06:07:08+5", "!!"},
      {"2024-03-05T06:07:08[Europe/Hall]", "!!"},
      {"2024-03-05T06:07:08[UTC", "!!"},
      {"", "!!"},
  }));
  CHECK(words(parse_iso_time(text, zone("Europe/Amsterdam"))) == seconds);
}
