#include "actors/link/duration_value.hpp"

#include <charconv>
#include <limits>

namespace troupe {
namespace {

using nanoseconds_128 = __int128;

constexpr int64_t second_ns = 1'000'000'000;

bool take(std::string_view& x, char capital) {
  if (x.empty() || (x.front() & ~0x20) != capital)
    return false;
  x.remove_prefix(1);
  return true;
}

/// Takes a sign off `x` and tells whether it was a minus.
bool take_minus(std::string_view& x) {
  auto negative = x.starts_with('-');
  if (negative || x.starts_with('+'))
    x.remove_prefix(1);
  return negative;
}

/// A number and the letter behind it, taken off `x`; else nothing is.
std::optional<int64_t> take_part(std::string_view& x, char capital) {
  auto rest = x;
  auto negative = take_minus(rest);
  auto digits = rest.substr(0, rest.find_first_not_of("0123456789"));
  int64_t out = 0;
  auto error = std::from_chars(digits.data(), digits.data() + digits.size(), out).ec;
  rest.remove_prefix(digits.size());
  if (digits.empty() || error != std::errc{} || !take(rest, capital))
    return std::nullopt;
  x = rest;
  return negative ? -out : out;
}

/// Seconds and up to nine digits behind a point or comma.
std::optional<nanoseconds_128> take_seconds(std::string_view& x) {
  auto mark = x.find_first_of(".,");
  if (mark == x.npos) {
    auto whole = take_part(x, 'S');
    return whole ? std::optional{nanoseconds_128{*whole} * second_ns} : std::nullopt;
  }
  auto whole_text = std::string{x.substr(0, mark)} + "S";
  std::string_view whole_rest{whole_text};
  auto whole = take_part(whole_rest, 'S');
  auto rest = x.substr(mark + 1);
  auto digits = rest.substr(0, rest.find_first_not_of("0123456789"));
  rest.remove_prefix(digits.size());
  if (!whole || !whole_rest.empty() || digits.size() > 9 || !take(rest, 'S'))
    return std::nullopt;
  int64_t fraction = 0;
  for (size_t i = 0; i < 9; ++i)
    fraction = fraction * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  auto negative = x.starts_with('-');
  x = rest;
  return nanoseconds_128{*whole} * second_ns + (negative ? -fraction : fraction);
}

std::optional<nanoseconds_128> parse_nanoseconds(std::string_view x) {
  auto negative = take_minus(x);
  if (!take(x, 'P'))
    return std::nullopt;
  nanoseconds_128 out = 0;
  auto parts = 0;
  auto add = [&](std::optional<int64_t> part, int64_t unit_s) {
    out += nanoseconds_128{part.value_or(0)} * unit_s * second_ns;
    parts += part.has_value();
  };
  add(take_part(x, 'D'), 24 * 3600);
  if (take(x, 'T')) {
    auto before = parts;
    add(take_part(x, 'H'), 3600);
    add(take_part(x, 'M'), 60);
    if (auto seconds = x.empty() ? std::nullopt : take_seconds(x)) {
      out += *seconds;
      ++parts;
    }
    if (parts == before)
      return std::nullopt;
  }
  constexpr auto seconds_max = nanoseconds_128{std::numeric_limits<int64_t>::max()};
  if (parts == 0 || !x.empty() || out / second_ns > seconds_max || out / second_ns < -seconds_max)
    return std::nullopt;
  return negative ? -out : out;
}

std::string duration_text(nanoseconds_128 x) {
  if (x == 0)
    return "PT0S";
  auto total_s = static_cast<int64_t>(x / second_ns);
  auto fraction = static_cast<int64_t>(x % second_ns);
  std::string out = "PT";
  if (auto hours = total_s / 3600)
    out += std::to_string(hours) + "H";
  if (auto minutes = total_s % 3600 / 60)
    out += std::to_string(minutes) + "M";
  auto seconds = total_s % 60;
  if (seconds == 0 && fraction == 0)
    return out;
  out += seconds == 0 && fraction < 0 ? "-0" : std::to_string(seconds);
  if (fraction != 0) {
    auto digits = std::to_string(second_ns + (fraction < 0 ? -fraction : fraction));
    digits[0] = '.';
    out += digits.substr(0, digits.find_last_not_of('0') + 1);
  }
  return out + "S";
}

} // namespace

std::optional<int64_t> duration_value_of(std::string_view text) {
  auto ns = parse_nanoseconds(text);
  auto ms = ns.value_or(0) / 1'000'000;
  if (!ns || ms != static_cast<int64_t>(ms))
    return std::nullopt;
  return static_cast<int64_t>(ms);
}

std::optional<std::string> period_value_of(std::string_view x) {
  auto sign = take_minus(x) ? -1 : 1;
  if (!take(x, 'P') || x.empty())
    return std::nullopt;
  auto fits = true;
  auto within_32_bits = [&](__int128 number) {
    fits = fits && number == static_cast<int32_t>(number);
    return fits ? static_cast<int32_t>(number) : 0;
  };
  auto part = [&](char letter) { return __int128{sign} * take_part(x, letter).value_or(0); };
  auto years = within_32_bits(part('Y'));
  auto months = within_32_bits(part('M'));
  auto weeks = within_32_bits(part('W'));
  auto days = within_32_bits(part('D') + __int128{7} * weeks);
  if (!fits || !x.empty())
    return std::nullopt;
  std::string out = "P";
  if (years != 0)
    out += std::to_string(years) + "Y";
  if (months != 0)
    out += std::to_string(months) + "M";
  if (days != 0)
    out += std::to_string(days) + "D";
  return out == "P" ? "P0D" : out;
}

std::optional<std::string> period_and_duration_value_of(std::string_view text) {
  auto mark = text.find('T');
  auto date = text.substr(0, mark);
  std::string out = "P";
  if (date != "P") {
    auto period = period_value_of(date);
    if (!period)
      return std::nullopt;
    out = *period;
  }
  if (mark == text.npos)
    return date == "P" ? std::nullopt : std::optional{out};
  auto time = text.substr(mark + 1);
  if (time.empty()) // `P1DT`, which Java's split takes for `P1D`
    return date == "P" ? std::nullopt : std::optional{out};
  auto duration = parse_nanoseconds("PT" + std::string{time});
  if (!duration)
    return std::nullopt;
  return out + duration_text(*duration).substr(1);
}

} // namespace troupe
