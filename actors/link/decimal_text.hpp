#pragma once

#include <string>
#include <string_view>

/// Decimal numbers of any size as texts, with the rules of Java's BigDecimal.
namespace troupe {

/// Sign, digits with at most one point, exponent of at most nine digits.
bool is_decimal_text(std::string_view x);

/// Below, at or above zero as `x` is below, equal to or above `y`; exact.
int compare_decimals(std::string_view x, std::string_view y);

/// `x` as BigDecimal.toString prints it: `5.0`, `1E+3`, `1.0E-7`.
std::string big_decimal_text(std::string_view x);

} // namespace troupe
