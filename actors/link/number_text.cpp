#include "actors/link/number_text.hpp"

#include "schemas/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <clocale>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace troupe {
namespace {

/// Takes leading digits off `x` and tells how many there were.
size_t take_digits(std::string_view& x) {
  size_t n = 0;
  while (n < x.size() && is_digit(x[n]))
    ++n;
  x.remove_prefix(n);
  return n;
}

/// digits[.digits] or .digits, with an exponent; or digits and a last point.
bool is_decimal(std::string_view x) {
  auto whole = take_digits(x);
  if (x == ".")
    return whole > 0;
  if (!x.empty() && x[0] == '.') {
    x.remove_prefix(1);
    if (take_digits(x) == 0)
      return false;
  } else if (whole == 0) {
    return false;
  }
  if (x.empty())
    return true;
  if (x[0] != 'e' && x[0] != 'E')
    return false;
  x.remove_prefix(1);
  if (!x.empty() && (x[0] == '+' || x[0] == '-'))
    x.remove_prefix(1);
  return take_digits(x) > 0 && x.empty();
}

std::optional<double> special_double(std::string_view x) {
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  if (x == "NaN")
    return std::numeric_limits<double>::quiet_NaN();
  if (x == "Infinity" || x == "INF")
    return infinity;
  if (x == "-Infinity" || x == "-INF")
    return -infinity;
  return std::nullopt;
}

/// What `from_chars` leaves open: whether the number is too large or too small.
double beyond_range(std::string_view x) {
  static const auto plain = newlocale(LC_ALL_MASK, "C", nullptr);
  return strtod_l(std::string{x}.c_str(), nullptr, plain);
}

/// The zeros of the digits of the Basic Multilingual Plane (general category
/// Nd, Unicode 15), ASCII apart.
constexpr std::array<uint16_t, 36> zeros{
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
};

/// The digit at the front of valid UTF-8, taken off; -1 if there is none.
int take_any_digit(std::string_view& x) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(x[i]); };
  uint32_t c = byte(0);
  size_t size = 1;
  if (c >= 0xC0 && c < 0xE0 && x.size() > 1) {
    c = (c & 0x1F) << 6 | (byte(1) & 0x3F);
    size = 2;
  } else if (c >= 0xE0 && c < 0xF0 && x.size() > 2) {
    c = (c & 0x0F) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3F);
    size = 3;
  }
  x.remove_prefix(size);
  if (c < 0x80)
    return is_digit(c) ? static_cast<int>(c - '0') : -1;
  auto zero = std::upper_bound(zeros.begin(), zeros.end(), c);
  if (zero == zeros.begin() || c - *--zero > 9)
    return -1;
  return static_cast<int>(c - *zero);
}

} // namespace

bool is_json_number(std::string_view text) {
  if (text.starts_with('-'))
    text.remove_prefix(1);
  auto leading_zero = text.size() > 1 && text[0] == '0' && is_digit(text[1]);
  return is_decimal(text) && is_digit(text.front()) && text.back() != '.' && !leading_zero;
}

bool is_whole(std::string_view json_number) {
  return json_number.find_first_of(".eE") == json_number.npos;
}

std::optional<double> parse_double(std::string_view text) {
  if (text.empty() || text.size() > number_size_max)
    return std::nullopt;
  auto unsigned_text = text;
  if (text[0] == '+' || text[0] == '-')
    unsigned_text.remove_prefix(1);
  if (!is_decimal(unsigned_text))
    return special_double(text);
  double x = 0;
  auto error = std::from_chars(unsigned_text.data(), text.data() + text.size(), x).ec;
  if (error == std::errc::result_out_of_range)
    x = beyond_range(unsigned_text);
  return text[0] == '-' ? -x : x;
}

std::optional<int64_t> parse_integer(std::string_view text) {
  if (text.empty())
    return std::nullopt;
  auto negative = text[0] == '-';
  if (negative || text[0] == '+')
    text.remove_prefix(1);
  if (text.empty())
    return std::nullopt;
  int64_t x = 0; // counted below zero, where there is one more
  while (!text.empty()) {
    auto digit = take_any_digit(text);
    if (digit < 0 || __builtin_mul_overflow(x, 10, &x) || __builtin_sub_overflow(x, digit, &x))
      return std::nullopt;
  }
  if (!negative && x == std::numeric_limits<int64_t>::min())
    return std::nullopt;
  return negative ? x : -x;
}

std::string with_ascii_digits(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto rest = text;
    auto digit = take_any_digit(rest);
    if (digit < 0)
      out.append(text.substr(0, text.size() - rest.size()));
    else
      out += static_cast<char>('0' + digit);
    text = rest;
  }
  return out;
}

std::optional<int64_t> truncated(double x) {
  constexpr double limit = 9223372036854775808.0; // 2^63
  if (!(x >= -limit && x < limit))
    return std::nullopt;
  return static_cast<int64_t>(x);
}

} // namespace troupe
