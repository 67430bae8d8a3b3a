#include "actors/asset/constraints.hpp"

#include "actors/asset/type_constraints.hpp"
#include "actors/link/coercion.hpp"

#include <algorithm>

namespace troupe {
namespace {

/// 1 and 1.0 are equal; numbers beyond these two kinds are where they are written alike.
bool equal(const value& x, const value& y) {
  if (std::holds_alternative<json_text>(x))
    return x == y;
  auto a = as_number(x);
  auto b = as_number(y);
  return a && b ? *a == *b : x == y;
}

bool allowed(const attribute_settings& attribute, const value& x) {
  auto& words = attribute.constraints.allowed_values;
  return words.empty() || std::any_of(words.begin(), words.end(), [&](const json_text& word) {
           auto other = parse_written(word.text, attribute.type);
           return other && equal(x, *other);
         });
}

} // namespace

std::optional<std::string> broken_constraint(const attribute_settings& attribute, const value& x) {
  if (is_null(x))
    return std::nullopt;
  if (auto broken = broken_type_constraint(attribute.type, x))
    return attribute.name + " " + *broken;
  auto& limits = attribute.constraints;
  if (auto number = as_number(x)) { // written so that NaN breaks every bound
    if (limits.min && !(*number >= *limits.min))
      return attribute.name + " must be at least " + to_java_text(*limits.min);
    if (limits.max && !(*number <= *limits.max))
      return attribute.name + " must be at most " + to_java_text(*limits.max);
  }
  if (!allowed(attribute, x))
    return attribute.name + " must be one of its allowed values";
  return std::nullopt;
}

} // namespace troupe
