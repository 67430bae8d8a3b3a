#include "actors/link/json_equality.hpp"

#include "actors/link/number_order.hpp"
#include "actors/link/number_text.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace troupe {
namespace {

/// The members that count, by name.
std::vector<const json_node*> members_of(const json_node& x) {
  std::vector<const json_node*> out;
  for (auto i = x.begin(); i != x.end(); i = i->next())
    out.push_back(i);
  auto by_key = [](auto a, auto b) { return a->key() < b->key(); };
  auto same_key = [](auto a, auto b) { return a->key() == b->key(); };
  std::reverse(out.begin(), out.end());
  std::stable_sort(out.begin(), out.end(), by_key);
  out.erase(std::unique(out.begin(), out.end(), same_key), out.end());
  return out;
}

bool same_members(const json_node& x, const json_node& y, number_equality same_number) {
  auto equal = [same_number](auto a, auto b) {
    return a->key() == b->key() && same_json(*a, *b, same_number);
  };
  auto left = members_of(x);
  auto right = members_of(y);
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), equal);
}

bool same_elements(const json_node& x, const json_node& y, number_equality same_number) {
  auto other = y.begin();
  for (auto i = x.begin(); i != x.end(); i = i->next(), other = other->next())
    if (other == y.end() || !same_json(*i, *other, same_number))
      return false;
  return other == y.end();
}

} // namespace

bool same_number_with_type(const json_node& x, const json_node& y) {
  if (x.kind != y.kind)
    return false;
  if (x.kind == json_kind::integer)
    return exact_number::parse(x.text()) == exact_number::parse(y.text());
  return std::bit_cast<uint64_t>(parse_double(x.text()).value_or(0))
         == std::bit_cast<uint64_t>(parse_double(y.text()).value_or(0));
}

bool same_number_in_kind(const json_node& x, const json_node& y) {
  if (x.kind != y.kind)
    return false;
  return x.kind == json_kind::integer ? x.text() == y.text()
                                      : parse_double(x.text()) == parse_double(y.text());
}

bool same_number_by_value(const json_node& x, const json_node& y) {
  return exact_number::parse(x.text()) == exact_number::parse(y.text());
}

bool same_json(const json_node& x, const json_node& y, number_equality same_number) {
  if (x.is_number() && y.is_number())
    return same_number(x, y);
  if (x.kind != y.kind)
    return false;
  switch (x.kind) {
  case json_kind::array: return same_elements(x, y, same_number);
  case json_kind::object: return same_members(x, y, same_number);
  default: return x.text() == y.text();
  }
}

} // namespace troupe
