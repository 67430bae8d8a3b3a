#include "actors/link/json_path_value.hpp"

#include "actors/link/decimal_parts.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/value.hpp"

#include <algorithm>
#include <unordered_map>

namespace troupe::jsonpath {
namespace {

/// Whether two such numbers with the same double are the same number.
bool is_short(const operand_value& x) {
  return x.text.size() <= 15 && x.text.find_first_of("eE") == x.text.npos;
}

size_t count(const json_node& x) {
  size_t size = 0;
  for (auto child = x.begin(); child != x.end(); child = child->next())
    ++size;
  return size;
}

bool same_members(const json_node& x, const json_node& y) {
  std::unordered_map<std::string_view, const json_node*> others;
  for (auto member = y.begin(); member != y.end(); member = member->next())
    others[member->key()] = member;
  if (others.size() != count(x))
    return false;
  for (auto member = x.begin(); member != x.end(); member = member->next()) {
    auto other = others.find(member->key());
    if (other == others.end() || !same_json(*member, *other->second))
      return false;
  }
  return true;
}

bool same_elements(const json_node& x, const json_node& y) {
  auto left = x.begin(), right = y.begin();
  for (; left != x.end() && right != y.end(); left = left->next(), right = right->next())
    if (!same_json(*left, *right))
      return false;
  return left == x.end() && right == y.end();
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

size_t length_of(std::string_view x) {
  size_t size = 0;
  for (auto c : x) {
    auto byte = static_cast<unsigned char>(c);
    size += byte < 0x80 || byte >= 0xC0 ? 1 : 0;
    size += byte >= 0xF0 ? 1 : 0;
  }
  return size;
}

bool same_json(const json_node& x, const json_node& y) {
  if (x.kind != y.kind)
    return false;
  switch (x.kind) {
  case json_kind::array: return same_elements(x, y);
  case json_kind::object: return same_members(x, y);
  case json_kind::fraction: return parse_double(x.text()) == parse_double(y.text());
  case json_kind::null: return true;
  default: return x.text() == y.text();
  }
}

} // namespace troupe::jsonpath
