#include "actors/link/java_decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace troupe {
namespace {

/// Takes the zeros off both ends.
void settle(java_decimal& x) {
  auto first = std::min(x.digits.find_first_not_of('0'), x.digits.size());
  x.digits.erase(0, first);
  x.exponent -= static_cast<int64_t>(first);
  x.digits.erase(x.digits.find_last_not_of('0') + 1);
  if (x.is_zero())
    x.exponent = 0;
}

/// The next larger number of as many digits.
void count_up(java_decimal& x) {
  auto last = x.digits.find_last_not_of('9');
  if (last == std::string::npos) {
    x.digits = "1";
    ++x.exponent;
  } else {
    ++x.digits[last];
    x.digits.erase(last + 1);
  }
}

} // namespace

void java_decimal::round(int64_t count) {
  auto size = static_cast<int64_t>(digits.size());
  if (count >= size)
    return;
  auto up = count >= 0 && digits[static_cast<size_t>(count)] >= '5';
  digits.erase(static_cast<size_t>(std::max<int64_t>(count, 0)));
  if (up)
    count_up(*this);
  settle(*this);
}

java_decimal java_decimal_of(double x) {
  char buffer[32];
  auto end =
      std::to_chars(buffer, buffer + sizeof buffer, std::fabs(x), std::chars_format::scientific)
          .ptr;
  auto out = java_decimal_of(*parse_decimal({buffer, static_cast<size_t>(end - buffer)}));
  out.negative = std::signbit(x);
  return out;
}

java_decimal java_decimal_of(const decimal& x) {
  java_decimal out{x.negative, x.digits, x.magnitude() + 1};
  settle(out);
  return out;
}

std::string fixed_text(java_decimal x, int64_t precision) {
  x.round(x.exponent + precision);
  std::string out;
  auto digit = [&](int64_t at) {
    return at >= 0 && at < static_cast<int64_t>(x.digits.size()) ? x.digits[static_cast<size_t>(at)]
                                                                 : '0';
  };
  if (x.exponent <= 0)
    out = "0";
  for (int64_t i = 0; i < x.exponent; ++i)
    out += digit(i);
  if (precision > 0)
    out += '.';
  for (int64_t i = 0; i < precision; ++i)
    out += digit(x.exponent + i);
  return out;
}

std::string scientific_text(java_decimal x, int64_t precision, int64_t& exponent) {
  x.round(precision + 1);
  exponent = x.is_zero() ? 0 : x.exponent - 1;
  x.exponent = x.is_zero() ? 0 : 1;
  return fixed_text(std::move(x), precision);
}

std::string to_base(std::string_view decimal_digits, unsigned base) {
  std::string number{decimal_digits};
  std::string out;
  while (!number.empty()) { // divides by the base, the remainder is the next digit
    unsigned rest = 0;
    for (auto& c : number) {
      auto x = rest * 10 + static_cast<unsigned>(c - '0');
      c = static_cast<char>('0' + x / base);
      rest = x % base;
    }
    out += "0123456789abcdef"[rest];
    number.erase(0, std::min(number.find_first_not_of('0'), number.size()));
  }
  std::reverse(out.begin(), out.end());
  return out.empty() ? "0" : out;
}

} // namespace troupe
