#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Decimal numbers of any size, as texts: they are read, cut and written, never
/// calculated with. Nothing here trims; at most 1000 characters are read.
namespace troupe {

/// `digits` x 10^-`scale`, as java.math.BigDecimal holds it.
struct decimal {
  bool negative = false; ///< Never of zero.
  std::string digits;    ///< Without leading zeros, "0" for zero.
  int32_t scale = 0;     ///< 1.10 has 2, 1e3 has -3.

  bool is_zero() const { return digits == "0"; }
  /// The power of ten of the first digit.
  int64_t magnitude() const { return static_cast<int64_t>(digits.size()) - 1 - scale; }
};

/// Sign, digits of any script, point and exponent; `.5` and `5.` are numbers.
std::optional<decimal> parse_decimal(std::string_view text);

/// Sign and digits of any script, as they are written: `+007` gives `7`.
std::optional<std::string> parse_big_integer(std::string_view text);

/// By what they are worth, without rounding: 1.10 and 1.1 are equivalent.
std::weak_ordering compare(const decimal& x, const decimal& y);

/// As BigDecimal.toString: `1.10`, `0.000`, `1E+3`. Always a number of JSON.
std::string to_text(const decimal& x);

/// The digits before the point; nothing where an exponent blows them up beyond
/// 1000, so that few bytes do not become many.
std::optional<std::string> whole_digits(const decimal& x);

} // namespace troupe
