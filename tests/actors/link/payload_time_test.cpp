#include "actors/link/payload_time.hpp"
#include "schemas/errors.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fuzzer.hpp"

#include <limits>

namespace troupe {
namespace {

// 2025-06-15T15:06:40Z
constexpr int64_t noon_ms = 1'750'000'000'000;

std::shared_ptr<const payload_time>
compile(const std::string& format, const std::string& zone = "UTC", const char* path = "$.ts") {
  auto in_zone = time_zone::find(zone);
  REQUIRE(in_zone);
  auto out = payload_time::compile({path, format, {}}, *in_zone);
  REQUIRE(out);
  return *out;
}

/// The time, or why there is none.
std::string
read(const payload_time& x, std::string_view payload, int64_t received_ms = noon_ms + 1'000'000) {
  payload_view message{"hall/press", payload};
  auto out = x.read(message, received_ms);
  return out ? std::to_string(*out) : sentence(out.error());
}

std::string read_value(const payload_time& x, const std::string& json) {
  return read(x, "{\"ts\": " + json + ", \"v\": 1}");
}

} // namespace

TEST_CASE("a time is read in the format that is configured") {
  struct row {
    std::string format, zone, json, expected;
  };
  for (auto& x : std::vector<row>{
           {"epoch_ms", "UTC", "1750000000000", "1750000000000"},
           {"epoch_ms", "UTC", "\" 1750000000000 \"", "1750000000000"},
           {"epoch_ms", "UTC", "1.75e12", "1750000000000"},
           {"epoch_ms", "UTC", "1750000000000.9", "1750000000000"},
           {"epoch_s", "UTC", "1750000000", "1750000000000"},
           {"epoch_s", "UTC", "1750000000.123", "1750000000123"},
           {"epoch_s", "UTC", "1750000000.1239999", "1750000000123"},
           {"epoch_s", "UTC", "\"1750000000.5\"", "1750000000500"},
           {"iso", "UTC", "\"2025-06-15T15:06:40Z\"", "1750000000000"},
           {"iso", "UTC", "\"2025-06-15T15:06:40.123456Z\"", "1750000000123"},
           {"iso", "UTC", "\"2025-06-15T17:06:40+02:00\"", "1750000000000"},
           {"iso", "UTC", "\"2025-06-15T17:06:40+0200\"", "1750000000000"},
           {"iso", "UTC", "\"2025-06-15 15:06:40\"", "1750000000000"},
           {"iso", "Europe/Paris", "\"2025-06-15T17:06:40\"", "1750000000000"},
           {"iso", "Europe/Paris", "\"2025-06-15 15:06:40Z\"", "1750000000000"},
           {"iso", "UTC", "\"2025-06-15\"", "1749945600000"},
           {"dd.MM.yyyy HH:mm:ss", "UTC", "\"15.06.2025 15:06:40\"", "1750000000000"},
           {"dd.MM.yyyy HH:mm:ss", "Europe/Paris", "\"15.06.2025 17:06:40\"", "1750000000000"},
           {"yyyyMMddHHmmss", "UTC", "20250615150640", "1750000000000"},
           {"EEE, d MMM yyyy HH:mm:ss Z", "UTC", "\"Sun, 15 Jun 2025 17:06:40 +0200\"",
            "1750000000000"},
       }) {
    INFO(x.format << " " << x.json);
    CHECK(read_value(*compile(x.format, x.zone), x.json) == x.expected);
  }
}

TEST_CASE("a time that is missing or cannot be read is told, never the payload") {
  auto time = compile("epoch_ms");
  CHECK(read(*time, "{\"v\": 1}") == "timestamp: the payload has nothing at $.ts");
  CHECK(read_value(*time, "null") == "timestamp: the payload has nothing at $.ts");
  CHECK(read(*time, "[1]") == "timestamp: the payload has nothing at $.ts");
  CHECK(read_value(*time, "{}") == "timestamp: what is at $.ts is neither a text nor a number");
  CHECK(read_value(*time, "true") == "timestamp: what is at $.ts is neither a text nor a number");
  CHECK(
      read_value(*time, "\"now\"") == "timestamp: what is at $.ts has not the format \"epoch_ms\"");
  CHECK(read(*time, "21.5 kg").starts_with("timestamp: the payload is no JSON: "));
  CHECK(read(*time, "").starts_with("timestamp: the payload is no JSON: "));
  CHECK(read(*compile("iso", "UTC", "$.length(1,2,3)"), "{}").starts_with("timestamp: "));
}

TEST_CASE("a time that cannot be right is of no use") {
  auto time = compile("epoch_ms");
  struct row {
    int64_t sent_ms, received_ms;
    std::string expected;
  };
  const std::string unset = "timestamp: it is before 2001: the device's clock is not set, or the "
                            "format is not \"epoch_ms\"";
  const std::string ahead = "timestamp: it is more than 5 minutes ahead: the device's clock or "
                            "this machine's is wrong, or the format is not \"epoch_ms\"";
  for (auto& x : std::vector<row>{
           {0, noon_ms, unset},
           {-1, noon_ms, unset},
           {978'307'199'999, noon_ms, unset},
           {978'307'200'000, noon_ms, "978307200000"},
           {1'750'000'000, noon_ms, unset}, // seconds in truth
           {noon_ms, noon_ms, "1750000000000"},
           {noon_ms + 300'000, noon_ms, "1750000300000"},
           {noon_ms + 301'000, noon_ms, ahead},
           {noon_ms * 1000, noon_ms, ahead}, // microseconds in truth
           {std::numeric_limits<int64_t>::max(), noon_ms, ahead},
           {std::numeric_limits<int64_t>::min(), noon_ms, unset},
           {noon_ms, 5'000, ahead}, // this machine's clock is not set
           {noon_ms, std::numeric_limits<int64_t>::max(), "1750000000000"},
           {noon_ms, std::numeric_limits<int64_t>::min(), ahead},
       }) {
    INFO(x.sent_ms << " received at " << x.received_ms);
    CHECK(read(*time, "{\"ts\":" + std::to_string(x.sent_ms) + "}", x.received_ms) == x.expected);
  }
}

TEST_CASE("a path or format that is not understood is an error that names its key") {
  auto why = [](const char* path, const char* format) {
    auto made = payload_time::compile({path, format, {}}, {});
    REQUIRE_FALSE(made);
    CHECK(is(made.error(), errc::config_invalid));
    return sentence(made.error());
  };
  CHECK(why("$.ts[", "iso").starts_with("timestamp.path: "));
  CHECK(
      why("$.ts", "epoch_us")
      == "timestamp.format: neither \"iso\", \"epoch_ms\" nor \"epoch_s\", and as a pattern: the "
         "date pattern has the unknown letter o");
}

TEST_CASE("hostile times are read within bounds and end in a time or a sentence", "[fuzz]") {
  std::vector<std::shared_ptr<const payload_time>> all;
  for (auto format :
       {"iso", "epoch_ms", "epoch_s", "[[[[[yyyy]MM]dd]HH]mm]ss", "yyyy-MM-dd'T'HH:mm:ss[.n]VV"})
    all.push_back(compile(format, "Europe/Paris"));
  const std::vector<std::string> seeds{
      "9223372036854775807",
      "-9223372036854775808",
      "9223372036854775808",
      "1e999999999",
      "-1e-999999999",
      "1e2147483647",
      "1e-2147483648",
      "1E+2147483650",
      "0e0",
      "-0",
      "1e1000",
      std::string(1000, '9'),
      "0." + std::string(900, '0') + "1",
      "\"" + std::string(100'000, '9') + "\"",
      "\"" + std::string(100'000, ' ') + "\"",
      "\"+999999999-12-31T23:59:59Z\"",
      "\"-999999999-01-01T00:00:00+18:00\"",
      "\"+1000000000-01-01T00:00Z\"",
      "\"2025-02-30T00:00:00Z\"",
      "\"2025-06-15T24:00:00Z\"",
      "\"2025-06-15T15:06:40+99:99\"",
      "\"2025-06-15T15:06:40[../../etc/passwd]\"",
      "\"2025-06-15 \"",
      "\"          \"",
      "\"\\u0000\\uD800\"",
      "\"2025-06-15T15:06:40\\u0000Z\"",
      "\"NaN\"",
      "\"-Infinity\"",
      "\"\""};
  test::fuzzer fuzz{20'000, seeds};
  while (fuzz.next()) {
    auto received = noon_ms + static_cast<int64_t>(fuzz.pick(1'000'000));
    auto text = "{\"ts\":" + fuzz.text() + "}";
    payload_view message{"t", text};
    auto out = fuzz.one_of(all)->read(message, received);
    auto right = out && *out >= 978'307'200'000 && *out <= received + 301'000;
    fuzz.check(right || (!out && sentence(out.error()).size() < 400), text);
  }
}

} // namespace troupe
