#include "config/durations.hpp"
#include "config/sizes.hpp"
#include "tests/support/catch.hpp"

namespace troupe {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a duration is a whole number with a unit") {
  struct row {
    std::string_view text;
    std::optional<std::chrono::milliseconds> expected;
  };
  for (auto& x : std::vector<row>{
           {"500ms", 500ms},
           {"1s", 1s},
           {"10m", 10min},
           {"1h", 1h},
           {"31d", 744h},
           {"1w", 168h},
           {"0s", 0ms},
           {"-5s", -5s},
           {"007s", 7s},
           {"315360000000000ms", 87'600'000h},
           {"315360000000001ms", {}},
           {"99999999999w", {}},
           {"9223372036854775808ms", {}},
           {"", {}},
           {"5", {}},
           {"s", {}},
           {"5 s", {}},
           {" 5s", {}},
           {"5s ", {}},
           {"5S", {}},
           {"1.5s", {}},
           {"+5s", {}},
           {"1h30m", {}},
           {"5µs", {}}}) {
    INFO(x.text);
    CHECK(parse_duration(x.text) == x.expected);
  }
}

TEST_CASE("a duration is shown in its largest unit") {
  CHECK(duration_text(0ms) == "0s");
  CHECK(duration_text(1500ms) == "1500ms");
  CHECK(duration_text(90s) == "90s");
  CHECK(duration_text(24h) == "1d");
  CHECK(duration_text(168h) == "1w");
  CHECK(duration_text(-5s) == "-5s");
}

TEST_CASE("a size is a whole number with a unit") {
  struct row {
    std::string_view text;
    std::optional<uint64_t> expected;
  };
  for (auto& x : std::vector<row>{
           {"512B", 512},
           {"10kB", 10'000},
           {"2MB", 2'000'000},
           {"1GB", 1'000'000'000},
           {"1TB", 1'000'000'000'000},
           {"1KiB", 1024},
           {"64MiB", 64 << 20},
           {"1GiB", 1 << 30},
           {"1TiB", uint64_t{1} << 40},
           {"0B", 0},
           {"9223372036854775807B", INT64_MAX},
           {"9223372036854775808B", {}},
           {"8388608TiB", {}},
           {"8388607TiB", 8388607 * (uint64_t{1} << 40)},
           {"", {}},
           {"64", {}},
           {"MiB", {}},
           {"64Mib", {}},
           {"64 MiB", {}},
           {"-1B", {}},
           {"1.5GiB", {}},
           {"10KB", {}}}) {
    INFO(x.text);
    CHECK(parse_size(x.text) == x.expected);
  }
}

TEST_CASE("a size is shown in its largest binary unit") {
  CHECK(size_text(0) == "0B");
  CHECK(size_text(1000) == "1000B");
  CHECK(size_text(64 << 20) == "64MiB");
  CHECK(size_text(uint64_t{3} << 40) == "3TiB");
}

} // namespace
} // namespace troupe
