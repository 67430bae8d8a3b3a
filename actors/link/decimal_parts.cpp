#include "actors/link/decimal_parts.hpp"

#include "actors/link/number_text.hpp"
#include "config/text_cursor.hpp"

#include <algorithm>

namespace troupe {
namespace {

constexpr auto exponent_max = static_cast<int32_t>(number_size_max);
constexpr int64_t written_exponent_max = 9'999'999'999; // as Java reads it; scales are smaller

std::string without_leading_zeros(std::string_view digits) {
  auto first = digits.find_first_not_of('0');
  return std::string{first == digits.npos ? "0" : digits.substr(first)};
}

/// Of two numbers that are not zero.
std::weak_ordering order_of_sizes(const decimal& x, const decimal& y) {
  if (x.magnitude() != y.magnitude())
    return x.magnitude() <=> y.magnitude();
  auto left = x.digits, right = y.digits;
  auto size = std::max(left.size(), right.size());
  left.resize(size, '0');
  right.resize(size, '0');
  return left <=> right;
}

/// `digits` with the point before the last `scale` of them.
std::string plain_text(const std::string& digits, size_t scale) {
  if (scale == 0)
    return digits;
  if (digits.size() <= scale)
    return "0." + std::string(scale - digits.size(), '0') + digits;
  auto whole = digits.size() - scale;
  return digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string scientific_text(const std::string& digits, int64_t exponent) {
  auto out = digits.substr(0, 1);
  if (digits.size() > 1)
    out.append(".").append(digits, 1);
  if (exponent != 0)
    out.append(exponent > 0 ? "E+" : "E").append(std::to_string(exponent));
  return out;
}

} // namespace

std::optional<decimal> parse_decimal(std::string_view text) {
  if (text.size() > number_size_max)
    return std::nullopt;
  auto ascii = with_ascii_digits(text);
  text_cursor in{ascii};
  decimal out;
  out.negative = in.take_minus();
  auto whole = in.take_digits();
  auto fraction = in.take('.') ? in.take_digits() : std::string_view{};
  if (whole.empty() && fraction.empty())
    return std::nullopt;
  int64_t exponent = 0;
  if (in.take('e') || in.take('E')) {
    auto negative = in.take_minus();
    auto size = in.take_number(1, in.rest.size());
    if (!size || *size > written_exponent_max)
      return std::nullopt;
    exponent = negative ? -*size : *size;
  }
  auto scale = static_cast<int64_t>(fraction.size()) - exponent;
  if (!in.rest.empty() || scale != static_cast<int32_t>(scale))
    return std::nullopt;
  out.digits = without_leading_zeros(std::string{whole}.append(fraction));
  out.scale = static_cast<int32_t>(scale);
  out.negative = out.negative && !out.is_zero();
  return out;
}

std::optional<std::string> parse_big_integer(std::string_view text) {
  if (text.size() > number_size_max)
    return std::nullopt;
  auto ascii = with_ascii_digits(text);
  text_cursor in{ascii};
  auto negative = in.take_minus();
  auto digits = in.take_digits();
  if (digits.empty() || !in.rest.empty())
    return std::nullopt;
  auto out = without_leading_zeros(digits);
  return negative && out != "0" ? "-" + out : out;
}

std::weak_ordering compare(const decimal& x, const decimal& y) {
  auto sign = [](const decimal& z) { return z.is_zero() ? 0 : z.negative ? -1 : 1; };
  if (sign(x) != sign(y) || x.is_zero())
    return sign(x) <=> sign(y);
  return x.negative ? order_of_sizes(y, x) : order_of_sizes(x, y);
}

std::string to_text(const decimal& x) {
  auto exponent = x.magnitude();
  auto plain = x.scale >= 0 && exponent >= -6;
  return (x.negative ? "-" : "")
         + (plain ? plain_text(x.digits, static_cast<size_t>(std::max(x.scale, 0)))
                  : scientific_text(x.digits, exponent));
}

std::optional<std::string> whole_digits(const decimal& x) {
  if (x.scale < -exponent_max)
    return std::nullopt;
  auto digits = x.digits;
  if (x.scale > 0)
    digits.erase(digits.size() - std::min(digits.size(), static_cast<size_t>(x.scale)));
  else if (!x.is_zero())
    digits.append(static_cast<size_t>(-x.scale), '0');
  if (digits.empty() || digits == "0")
    return "0";
  return (x.negative ? "-" : "") + digits;
}

} // namespace troupe
