#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

/// A decimal number without limits: 0.DIGITS times ten to the `exponent`.
struct java_decimal {
  bool negative = false;
  std::string digits; ///< Without zeros in front; empty: zero.
  int64_t exponent = 0;

  bool is_zero() const { return digits.empty(); }

  /// Keeps the first `count` digits; half of the last one is rounded away from zero.
  void round(int64_t count);
};

/// The shortest decimal number that is read back as the finite `x`.
java_decimal decimal_of(double x);

/// A sign, digits, a point and an exponent, as in JSON. Exponents beyond nine
/// digits are cut to them.
java_decimal decimal_of(std::string_view json_number);

/// Digits without a sign: `precision` of them behind the point, which is left out
/// where there are none.
std::string fixed_text(java_decimal x, int64_t precision);

/// One digit before the point, `precision` behind it. `exponent` becomes that of
/// the text.
std::string scientific_text(java_decimal x, int64_t precision, int64_t& exponent);

/// The digits of a decimal integer without a sign, in base 8 or 16.
std::string to_base(std::string_view decimal_digits, unsigned base);

} // namespace troupe
