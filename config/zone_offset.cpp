#include "config/zone_offset.hpp"

#include <cstdio>

namespace troupe::config {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes two digits off `text`; -1 if they are not there or beyond `most`.
int64_t take_two(std::string_view& text, int64_t most) {
  if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1]))
    return -1;
  auto x = (text[0] - '0') * 10 + (text[1] - '0');
  text.remove_prefix(2);
  return x <= most ? x : -1;
}

std::optional<int64_t> parse_signed(std::string_view text) {
  auto sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  int64_t seconds = 0;
  if (text.size() == 1 && is_digit(text[0])) {
    seconds = (text[0] - '0') * 3600;
    return sign * seconds;
  }
  auto hours = take_two(text, 18);
  if (hours < 0)
    return std::nullopt;
  seconds = hours * 3600;
  auto colons = !text.empty() && text[0] == ':';
  for (auto unit = 60; !text.empty() && unit > 0; unit /= 60) {
    if (colons && text[0] != ':')
      return std::nullopt;
    text.remove_prefix(colons);
    auto x = take_two(text, 59);
    if (x < 0)
      return std::nullopt;
    seconds += x * unit;
  }
  if (!text.empty() || seconds > 18 * 3600)
    return std::nullopt;
  return sign * seconds;
}

} // namespace

std::optional<int64_t> parse_zone_offset(std::string_view text) {
  if (text == "Z")
    return 0;
  for (std::string_view prefix : {"UTC", "GMT", "UT"})
    if (text.starts_with(prefix)) {
      text.remove_prefix(prefix.size());
      if (text.empty())
        return 0;
      break;
    }
  if (text.empty() || (text[0] != '+' && text[0] != '-'))
    return std::nullopt;
  return parse_signed(text);
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
