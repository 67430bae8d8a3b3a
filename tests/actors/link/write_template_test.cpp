#include "tests/support/catch.hpp"

#include "actors/link/write_template.hpp"
#include "schemas/errors.hpp"
#include "tests/support/fuzzer.hpp"

using namespace troupe;

namespace {

constexpr auto now =
    std::chrono::nanoseconds{1'709'618'828'009'000'000}; // 2024-03-05T06:07:08.009Z

std::string rendered(
    std::string_view text, const shown_value& x = {"7", int32_t{7}}, std::string_view in = "UTC") {
  auto compiled = write_template::compile(text, time_zone::find(in).value());
  REQUIRE(compiled);
  auto out = compiled->render(x, now);
  REQUIRE(out);
  return *out;
}

} // namespace

TEST_CASE("placeholders are replaced, and what is none stays text") {
  auto [text, wanted] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {"%VALUE%-%VALUE%", "7-7"},
      {"%VALUE:%03d%|%VALUE:%x%", "007|7"},
      {"%VALUE:abc%", "abc"},
      {"%VALUES% %value% %VALUE", "%VALUES% %value% %VALUE"},
      {"%VALUE:%", "%VALUE:%"},
      {"%VALUE:%d", "%VALUE:%d"},
      {"%%VALUE%%", "%7%"},
      {"%TIME%", "2024-03-05T06:07:08.009Z"},
      {"%TIMES% %time% %TIME", "%TIMES% %time% %TIME"},
      {"%TIME:% %TIME", "%TIME:% %TIME"},
      {"%TIME:EPOCH_SECONDS%/%TIME:EPOCH_MILLIS%", "1709618828/1709618828009"},
      {"%TIME:yyyy-MM-dd HH:mm%", "2024-03-05 06:07"},
      {"%TIME+PT1H%", "2024-03-05T07:07:08.009Z"},
      {"%TIME-P1DT1H:dd HH%", "04 05"},
      {"%TIME+PT1.5S%", "2024-03-05T06:07:09.509Z"},
      {"%TIME+PT-15M:mm%", "52"},
      {"%TIME-P2D:EPOCH_SECONDS%", "1709446028"},
      {"%TIME+P1.5D% %TIME+ P1D% %TIME+1D%", "%TIME+P1.5D% %TIME+ P1D% %TIME+1D%"},
      {"%TIME%TIME%", "2024-03-05T06:07:08.009ZTIME%"},
      {"%TIME%VALUE%", "%TIME7"},
  }));
  CHECK(rendered(text) == wanted);
}

TEST_CASE("the format of a value ends at the first percent sign that leaves a valid one") {
  auto [text, wanted] = GENERATE(table<std::string, std::string>({
      {"%VALUE:%.1f% of 100%", "1.5 of 100%"},
      {"%VALUE:%.1f%%", "1.5%"},
      {"%VALUE:%.1f%/%VALUE:%.2f%", "1.5/1.50"},
      {"%VALUE:%.1f% at %TIME:HH:mm%", "1.5 at 06:07"},
      {"%VALUE:T=%.1f%!", "T=1.5!"},
      {"%VALUE:T=%.1f°C%", "T=1.5°C"},
      {"%VALUE:%1$.1f|%1$s%", "1.5|1.5"},
      {"%VALUE:%.1f|%<s%", "1.5|1.5"},
      {"%VALUE:50% done: %VALUE%", "50 done: 1.5"},
      {"%VALUE:%b%VALUE%", "trueVALUE%"},
  }));
  CHECK(rendered(text, {"1.5", 1.5}) == wanted);
}

TEST_CASE("each time has a shift of its own") {
  CHECK(rendered("%TIME+PT1H:HH:mm% %TIME+PT1H:HH:mm% %TIME:HH:mm%") == "07:07 07:07 06:07");
  CHECK(rendered("%TIME+P1D:dd%/%TIME-PT12H:dd HH%") == "06/04 18");
}

TEST_CASE("patterns show the time in the zone, the others do not") {
  CHECK(rendered("%TIME:HH:mm z%", {}, "Europe/Amsterdam") == "07:07 CET");
  CHECK(rendered("%TIME:HH:mmXXX%", {}, "-03:30") == "02:37-03:30");
  CHECK(rendered("%TIME%", {}, "Europe/Amsterdam") == "2024-03-05T06:07:08.009Z");
  CHECK(rendered("%TIME:EPOCH_SECONDS%", {}, "Europe/Amsterdam") == "1709618828");
}

TEST_CASE("what is inserted is inserted as it is and never scanned again") {
  for (std::string text : {"%TIME:EPOCH_SECONDS%", "a$1b", "C:\\temp", "%VALUE%", "%", "\\"}) {
    CHECK(rendered("v=%VALUE%;", {text, text}) == "v=" + text + ";");
    CHECK(rendered("v=%VALUE:%s%;", {text, text}) == "v=" + text + ";");
  }
}

TEST_CASE("a placeholder that cannot work is refused with its text and the reason") {
  auto [text, why] = GENERATE(table<std::string, std::string>({
      {"x%VALUE:%q%y",
       "write_value: the placeholder %VALUE:%q%: the format %q has the unknown conversion q"},
      {"%VALUE:%999999999d%",
       "write_value: the placeholder %VALUE:%999999999d%: the format %999999999d has a width or "
       "precision above 1000"},
      {"%TIME:yyyy-MM-dd'T%",
       "write_value: the placeholder %TIME:yyyy-MM-dd'T%: the date pattern has an opening quote ' "
       "without a closing one"},
      {"%TIME:epoch_seconds%",
       "write_value: the placeholder %TIME:epoch_seconds%: the date pattern has the unknown letter "
       "o"},
      {"a %TIME+P% b",
       "write_value: the placeholder %TIME+P%: P is no duration of days, hours, minutes and "
       "seconds such as P1DT2H30M"},
      {"%TIME-P1M:HH%",
       "write_value: the placeholder %TIME-P1M:HH%: P1M is no duration of days, hours, minutes and "
       "seconds such as P1DT2H30M"},
  }));
  auto compiled = write_template::compile(text);
  REQUIRE_FALSE(compiled);
  CHECK(is(compiled.error(), errc::config_invalid));
  CHECK(sentence(compiled.error()) == why);
}

TEST_CASE("a placeholder that does not fit the value fails the write, not the setting") {
  auto [text, why] = GENERATE(table<std::string, std::string>({
      {"%VALUE:%f%",
       "write_value: the placeholder %VALUE:%f%: the format %f does not fit an integer"},
      {"%VALUE:%tY%",
       "write_value: the placeholder %VALUE:%tY%: the format %tY does not fit an integer"},
      {"%TIME+P999999999999D%",
       "write_value: the placeholder %TIME+P999999999999D%: the time is beyond the years that can "
       "be shown"},
      {"%TIME:pMMMM%",
       "write_value: the placeholder %TIME:pMMMM%: a part of the time is longer than its padding "
       "of 1 characters"},
  }));
  auto compiled = write_template::compile(text);
  REQUIRE(compiled);
  auto out = compiled->render({"7", int32_t{7}}, now);
  REQUIRE_FALSE(out);
  CHECK(is(out.error(), errc::value_invalid));
  CHECK(sentence(out.error()) == why);
}

TEST_CASE("templates that were broken at random are refused or work, in bounded room", "[fuzz]") {
  const std::vector<shown_value> values{
      {"null", {}},
      {"true", true},
      {"-7", int32_t{-7}},
      {"x", java_long{std::numeric_limits<int64_t>::min()}},
      {"x", 5e-324},
      {"x", std::numeric_limits<double>::infinity()},
      {"x", std::string{"\U0001F321 \u00DF"}},
      {"x", java_big_integer{"-98765432109876543210"}},
      {"x", java_big_decimal{"1E-999999999"}},
      {"x", java_date{std::numeric_limits<int64_t>::max()}}};
  test::fuzzer fuzz{20'000, "write_template"};
  auto compiled_count = 0;
  while (fuzz.next()) {
    auto text = fuzz.text();
    auto refused = [](const caf::error& x) {
      return sentence(x).starts_with("write_value: the placeholder ");
    };
    auto compiled = write_template::compile(text, time_zone::find("America/New_York").value());
    if (!compiled) {
      fuzz.check(refused(compiled.error()), text);
      continue;
    }
    ++compiled_count;
    auto out = compiled->render(fuzz.one_of(values), now);
    fuzz.check(out ? out->size() <= 30'000 : refused(out.error()), text);
  }
  CHECK(compiled_count > fuzz.rounds() / 20);
}
