#include "actors/link/java_format_number.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace troupe::formatting {
namespace {

std::string sign_before(const part& x, bool negative) {
  return negative ? (x.has('(') ? "(" : "-") : x.has('+') ? "+" : x.has(' ') ? " " : "";
}

std::string finished(const part& x, bool negative, std::string text) {
  if (negative && x.has('('))
    text += ')';
  return justified(x, std::move(text));
}

/// Appends digits with their grouping to a sign, and zeros between the two as far
/// as the width goes, of which `used` is taken by what comes behind.
void append_digits(
    std::string& out, const part& x, bool negative, std::string_view digits, size_t used) {
  auto begin = out.size();
  auto point = std::min(digits.find('.'), digits.size());
  for (size_t i = 0; i < digits.size(); ++i) {
    out += digits[i];
    if (x.has(',') && i + 1 < point && (point - i) % 3 == 1)
      out += ',';
  }
  used += negative && x.has('(');
  auto width = static_cast<size_t>(std::max(x.width, 0));
  if (x.has('0') && out.size() + used < width)
    out.insert(begin, width - used - out.size(), '0');
}

text_result decimal_integer(const part& x, bool negative, std::string_view digits) {
  auto out = sign_before(x, negative);
  append_digits(out, x, negative, digits, 0);
  return finished(x, negative, out);
}

/// `magnitude` in base 8 or 16; `used` as above.
std::string with_base(const part& x, std::string out, const std::string& magnitude, size_t used) {
  if (x.has('#'))
    out += x.conversion == 'x' ? "0x" : "0";
  auto size = out.size() + magnitude.size() + used;
  auto width = static_cast<size_t>(std::max(x.width, 0));
  if (x.has('0') && size < width)
    out.append(width - size, '0');
  out += magnitude;
  return x.capitals ? in_capitals(out) : out;
}

/// The bits of a double as `1.8p1`, without a sign; at most `precision` digits, to
/// which half is rounded to even, where it is from 1 to 12.
std::string hexadecimal(double value, int precision) {
  value = std::fabs(value);
  if (value == 0)
    return "0.0p0";
  auto shift = 0;
  if (precision > 0 && precision < 13) {
    if (value < std::numeric_limits<double>::min()) {
      shift = 54;
      value = std::ldexp(value, shift);
    }
    auto bits = std::bit_cast<uint64_t>(value);
    auto dropped = 52 - 4 * precision;
    auto rest = bits & ((uint64_t{1} << dropped) - 1);
    auto half = uint64_t{1} << (dropped - 1);
    bits >>= dropped;
    if (rest > half || (rest == half && (bits & 1) != 0))
      ++bits;
    value = std::bit_cast<double>(bits << dropped);
    if (std::isinf(value))
      return "1.0p1024";
  }
  auto bits = std::bit_cast<uint64_t>(value);
  auto exponent = static_cast<int>(bits >> 52);
  auto subnormal = exponent == 0;
  char digits[32];
  std::snprintf(
      digits, sizeof digits, "%013llx", static_cast<unsigned long long>(bits & 0xFFFFFFFFFFFFFULL));
  std::string mantissa = digits;
  mantissa.erase(std::max<size_t>(mantissa.find_last_not_of('0') + 1, 1));
  return (subnormal ? "0." : "1.") + mantissa + "p"
         + std::to_string((subnormal ? -1022 : exponent - 1023) - shift);
}

text_result hexadecimal_number(const part& x, double value) {
  auto precision = x.precision == 0 ? 1 : std::max(x.precision, 0);
  auto negative = std::signbit(value);
  auto text = hexadecimal(value, precision);
  auto mark = text.find('p');
  auto behind_point = mark - text.find('.') - 1;
  auto out = sign_before(x, negative) + "0x";
  auto size = out.size() + text.size();
  auto width = static_cast<size_t>(std::max(x.width, 0));
  if (x.has('0') && size < width)
    out.append(width - size, '0');
  out += text.substr(0, mark);
  if (static_cast<size_t>(precision) > behind_point)
    out.append(static_cast<size_t>(precision) - behind_point, '0');
  out += text.substr(mark);
  return justified(x, x.capitals ? in_capitals(out) : out);
}

} // namespace

text_result native_integer(const part& x, int64_t value, uint64_t bits) {
  if (x.conversion == 'd') {
    auto text = std::to_string(value);
    return decimal_integer(x, value < 0, value < 0 ? std::string_view{text}.substr(1) : text);
  }
  for (auto flag : {'(', '+', ' '})
    if (x.has(flag))
      return misfit(x, "has the flag " + std::string(1, flag) + ", which is for big integers only");
  char digits[32];
  auto base = x.conversion == 'x' ? 16 : 8;
  auto end = std::to_chars(digits, digits + sizeof digits, bits, base).ptr;
  return justified(x, with_base(x, "", {digits, end}, 0));
}

text_result big_integer(const part& x, std::string_view text) {
  auto negative = text.starts_with('-');
  text.remove_prefix(negative || text.starts_with('+'));
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.empty() ? 0 : text.size() - 1));
  if (x.conversion == 'd')
    return decimal_integer(x, negative, text);
  auto magnitude = to_base(text, x.conversion == 'x' ? 16 : 8);
  return finished(
      x, negative, with_base(x, sign_before(x, negative), magnitude, negative && x.has('(')));
}

text_result decimal_number(const part& x, java_decimal value) {
  constexpr int64_t exponent_max = 10'000;
  auto precision = x.precision < 0 ? 6 : x.precision;
  auto scientific = x.conversion == 'e';
  if (x.conversion == 'g') {
    precision = std::max(precision, 1);
    value.round(precision);
    auto exponent = value.is_zero() ? 0 : value.exponent - 1;
    scientific = exponent < -4 || exponent >= precision;
    precision = static_cast<int32_t>(precision - 1 - (scientific ? 0 : exponent));
  }
  if (!scientific && value.exponent > exponent_max)
    return misfit(x, "would have more than 10000 digits");
  std::string digits, exponent_text;
  if (scientific) {
    int64_t exponent = 0;
    digits = scientific_text(value, precision, exponent);
    auto size = std::to_string(std::abs(exponent));
    exponent_text = std::string{x.capitals ? "E" : "e"} + (exponent < 0 ? '-' : '+')
                    + (size.size() < 2 ? "0" : "") + size;
  } else {
    digits = fixed_text(value, precision);
  }
  if (x.has('#') && precision == 0)
    digits += '.';
  auto out = sign_before(x, value.negative);
  append_digits(out, x, value.negative, digits, exponent_text.size());
  return finished(x, value.negative, out + exponent_text);
}

text_result number(const part& x, double value) {
  if (std::isfinite(value))
    return x.conversion == 'a' ? hexadecimal_number(x, value)
                               : decimal_number(x, java_decimal_of(value));
  if (std::isnan(value))
    return justified(x, x.capitals ? "NAN" : "NaN");
  auto negative = value < 0;
  return finished(x, negative, sign_before(x, negative) + (x.capitals ? "INFINITY" : "Infinity"));
}

} // namespace troupe::formatting
