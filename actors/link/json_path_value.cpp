#include "actors/link/json_path_value.hpp"

#include "actors/link/decimal_parts.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/value.hpp"

#include <algorithm>

namespace troupe::jsonpath {
namespace {

/// Whether two such numbers with the same double are the same number.
bool is_short(const operand_value& x) {
  return x.text.size() <= 15 && x.text.find_first_of("eE") == x.text.npos;
}

} // namespace

std::string decimal_of(const operand_value& x) {
  auto text = x.is_double ? to_java_text(x.number) : std::string{x.text};
  auto number = parse_decimal(text);
  return number ? to_text(*number) : text; // NaN and the infinities
}

int compare_numbers(const operand_value& x, const operand_value& y) {
  if (x.number != y.number)
    return x.number < y.number ? -1 : 1;
  if (is_short(x) && is_short(y))
    return 0;
  auto left = parse_decimal(decimal_of(x)), right = parse_decimal(decimal_of(y));
  if (!left || !right)
    return 0;
  auto order = compare(*left, *right);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int compare_texts(std::string_view x, std::string_view y) {
  auto [left, right] = std::mismatch(x.begin(), x.end(), y.begin(), y.end());
  if (left == x.end() || right == y.end())
    return left != x.end() ? 1 : right != y.end() ? -1 : 0;
  auto a = static_cast<unsigned char>(*left);
  auto b = static_cast<unsigned char>(*right);
  // Surrogates come before U+E000 to U+FFFF.
  if (a >= 0xEE && b >= 0xEE && (a >= 0xF0) != (b >= 0xF0))
    return a >= 0xF0 ? -1 : 1;
  return a < b ? -1 : 1;
}

} // namespace troupe::jsonpath
