#include "config/zone_offset.hpp"

#include "config/text_cursor.hpp"

#include <cstdio>

namespace troupe::config {
namespace {

constexpr int64_t seconds_max = 18 * 3600;

/// The seconds of `2`, `02`, `0230`, `02:30` and so on.
std::optional<int64_t> parse_unsigned(text_cursor in) {
  if (in.rest.size() == 1 && in.digits(1) == 1)
    return *in.take_number(1, 1) * 3600;
  auto hours = in.take_digits(2, 18);
  if (!hours)
    return std::nullopt;
  auto seconds = *hours * 3600;
  auto colons = in.at(':');
  for (auto unit = 60; !in.rest.empty() && unit > 0; unit /= 60) {
    auto x = !colons || in.take(':') ? in.take_digits(2, 59) : std::nullopt;
    if (!x)
      return std::nullopt;
    seconds += *x * unit;
  }
  if (!in.rest.empty() || seconds > seconds_max)
    return std::nullopt;
  return seconds;
}

} // namespace

std::optional<int64_t> parse_zone_offset(std::string_view text) {
  if (text == "Z")
    return 0;
  text_cursor in{text};
  auto prefixed = in.take("UTC") || in.take("GMT") || in.take("UT");
  if (prefixed && in.rest.empty())
    return 0;
  auto west = in.take('-');
  if (!west && !in.take('+'))
    return std::nullopt;
  auto seconds = parse_unsigned(in);
  return west && seconds ? -*seconds : seconds;
}

std::string zone_offset_text(int64_t seconds) {
  if (seconds == 0)
    return "Z";
  auto size = seconds < 0 ? -seconds : seconds;
  char out[16];
  std::snprintf(
      out, sizeof out, size % 60 == 0 ? "%c%02d:%02d" : "%c%02d:%02d:%02d", seconds < 0 ? '-' : '+',
      static_cast<int>(size / 3600 % 24), static_cast<int>(size / 60 % 60),
      static_cast<int>(size % 60));
  return out;
}

} // namespace troupe::config
