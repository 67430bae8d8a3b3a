#pragma once

#include "actors/link/decimal_parts.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

/// A decimal number to be rounded: 0.DIGITS times ten to the `exponent`.
struct java_decimal {
  bool negative = false;
  std::string digits; ///< Without zeros in front; empty: zero.
  int64_t exponent = 0;

  bool is_zero() const { return digits.empty(); }

  /// Keeps the first `count` digits; half of the last one is rounded away from zero.
  void round(int64_t count);
};

/// The shortest decimal number that is read back as the finite `x`.
java_decimal java_decimal_of(double x);
java_decimal java_decimal_of(const decimal& x);

/// Digits without a sign: `precision` of them behind the point, which is left out
/// where there are none.
std::string fixed_text(java_decimal x, int64_t precision);

/// One digit before the point, `precision` behind it. `exponent` becomes that of
/// the text.
std::string scientific_text(java_decimal x, int64_t precision, int64_t& exponent);

/// The digits of a decimal integer without a sign, in base 8 or 16.
std::string to_base(std::string_view decimal_digits, unsigned base);

} // namespace troupe
