#include "actors/link/decimal_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace troupe {
namespace {

constexpr auto digit_characters = "0123456789";

/// digits * 10^-scale, the digits without leading zeros ("0" for zero).
struct decimal {
  bool negative = false;
  std::string digits;
  int64_t scale = 0;

  bool zero() const { return digits == "0"; }
  /// The power of ten of the first digit.
  int64_t magnitude() const { return static_cast<int64_t>(digits.size()) - 1 - scale; }
};

decimal read(std::string_view x) {
  decimal out;
  out.negative = x.starts_with('-');
  if (out.negative || x.starts_with('+'))
    x.remove_prefix(1);
  auto e = x.find_first_of("eE");
  if (e != x.npos) {
    auto exponent = x.substr(e + 1);
    if (exponent.starts_with('+'))
      exponent.remove_prefix(1);
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), out.scale);
    out.scale = -out.scale;
    x = x.substr(0, e);
  }
  auto point = x.find('.');
  out.digits = x.substr(0, point);
  if (point != x.npos) {
    out.digits += x.substr(point + 1);
    out.scale += static_cast<int64_t>(x.size() - point - 1);
  }
  auto first = std::min(out.digits.find_first_not_of('0'), out.digits.size() - 1);
  out.digits.erase(0, first);
  out.negative = out.negative && !out.zero();
  return out;
}

/// Both above zero.
int compare_sizes(const decimal& x, const decimal& y) {
  if (x.magnitude() != y.magnitude())
    return x.magnitude() < y.magnitude() ? -1 : 1;
  auto left = x.digits, right = y.digits;
  auto size = std::max(left.size(), right.size());
  left.resize(size, '0');
  right.resize(size, '0');
  return left.compare(right);
}

} // namespace

bool is_decimal_text(std::string_view x) {
  if (x.starts_with('-') || x.starts_with('+'))
    x.remove_prefix(1);
  auto e = x.find_first_of("eE");
  if (e != x.npos) {
    auto exponent = x.substr(e + 1);
    if (exponent.starts_with('-') || exponent.starts_with('+'))
      exponent.remove_prefix(1);
    if (exponent.empty() || exponent.size() > 9
        || exponent.find_first_not_of(digit_characters) != exponent.npos)
      return false;
    x = x.substr(0, e);
  }
  auto point = x.find('.');
  auto digits = std::string{x.substr(0, point)};
  if (point != x.npos)
    digits += x.substr(point + 1);
  return !digits.empty() && digits.find_first_not_of(digit_characters) == digits.npos;
}

int compare_decimals(std::string_view left, std::string_view right) {
  auto x = read(left), y = read(right);
  auto sign = [](const decimal& z) { return z.zero() ? 0 : z.negative ? -1 : 1; };
  if (sign(x) != sign(y) || x.zero())
    return sign(x) - sign(y);
  return x.negative ? compare_sizes(y, x) : compare_sizes(x, y);
}

std::string big_decimal_text(std::string_view text) {
  auto x = read(text);
  auto out = std::move(x.digits);
  auto size = static_cast<int64_t>(out.size());
  auto power = size - 1 - x.scale;
  if (x.scale >= 0 && power >= -6) {
    if (x.scale >= size)
      out.insert(0, static_cast<size_t>(x.scale - size + 1), '0');
    if (x.scale > 0)
      out.insert(out.size() - static_cast<size_t>(x.scale), 1, '.');
  } else {
    if (size > 1)
      out.insert(1, 1, '.');
    if (power != 0)
      out += (power > 0 ? "E+" : "E") + std::to_string(power);
  }
  return x.negative ? "-" + out : out;
}

} // namespace troupe
