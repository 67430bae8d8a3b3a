#include "actors/link/duration_value.hpp"

#include "actors/link/date_text.hpp"
#include "config/text_cursor.hpp"
#include "schemas/ascii.hpp"

namespace troupe {
namespace {

using nanoseconds_128 = __int128;

nanoseconds_128 nanoseconds_of(const java_duration& x) {
  return nanoseconds_128{x.seconds} * nanos_per_second + x.nanos;
}

/// A number and the letter behind it; else nothing is taken.
std::optional<int64_t> take_part(text_cursor& in, char capital) {
  auto before = in;
  auto negative = in.take_minus();
  auto count = in.take_number(1, in.rest.size());
  if (!count || !in.take(capital)) {
    in = before;
    return std::nullopt;
  }
  return negative ? -*count : *count;
}

std::string duration_text(nanoseconds_128 x) {
  if (x == 0)
    return "PT0S";
  auto total_s = static_cast<int64_t>(x / nanos_per_second);
  auto fraction = static_cast<int64_t>(x % nanos_per_second);
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
    auto digits = std::to_string(nanos_per_second + (fraction < 0 ? -fraction : fraction));
    digits[0] = '.';
    out += digits.substr(0, digits.find_last_not_of('0') + 1);
  }
  return out + "S";
}

} // namespace

std::optional<int64_t> duration_value_of(std::string_view text) {
  auto duration = parse_java_duration(text);
  auto ms = duration ? nanoseconds_of(*duration) / 1'000'000 : 0;
  if (!duration || ms != static_cast<int64_t>(ms))
    return std::nullopt;
  return static_cast<int64_t>(ms);
}

std::optional<std::string> period_value_of(std::string_view text) {
  auto capitals = ascii_upper(text);
  text_cursor in{capitals};
  auto sign = in.take_minus() ? -1 : 1;
  if (!in.take('P') || in.rest.empty())
    return std::nullopt;
  auto fits = true;
  auto within_32_bits = [&](__int128 number) {
    fits = fits && number == static_cast<int32_t>(number);
    return fits ? static_cast<int32_t>(number) : 0;
  };
  auto part = [&](char letter) { return __int128{sign} * take_part(in, letter).value_or(0); };
  auto years = within_32_bits(part('Y'));
  auto months = within_32_bits(part('M'));
  auto weeks = within_32_bits(part('W'));
  auto days = within_32_bits(part('D') + __int128{7} * weeks);
  if (!fits || !in.rest.empty())
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
  auto duration = parse_java_duration("PT" + std::string{time});
  if (!duration)
    return std::nullopt;
  return out + duration_text(nanoseconds_of(*duration)).substr(1);
}

} // namespace troupe
