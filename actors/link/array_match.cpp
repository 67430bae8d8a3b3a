#include "actors/link/array_match.hpp"

#include "actors/link/number_order.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/errors.hpp"

#include <bit>

namespace troupe {
namespace {

bool same(const json_node& wanted, const json_node& x);

/// Of members with the same name, the last counts.
bool same_members(const json_node& wanted, const json_node& x) {
  for (auto i = wanted.begin(); i != wanted.end(); i = i->next()) {
    auto other = x.member(i->key());
    if (!other || !same(*wanted.member(i->key()), *other))
      return false;
  }
  for (auto i = x.begin(); i != x.end(); i = i->next())
    if (!wanted.member(i->key()))
      return false;
  return true;
}

bool same_elements(const json_node& wanted, const json_node& x) {
  auto other = x.begin();
  for (auto i = wanted.begin(); i != wanted.end(); i = i->next(), other = other->next())
    if (other == x.end() || !same(*i, *other))
      return false;
  return other == x.end();
}

/// As java.lang.Double.equals, for which -0.0 is not 0.0.
bool same_fraction(std::string_view wanted, std::string_view x) {
  return std::bit_cast<uint64_t>(parse_double(wanted).value_or(0))
         == std::bit_cast<uint64_t>(parse_double(x).value_or(0));
}

bool same(const json_node& wanted, const json_node& x) {
  if (wanted.kind != x.kind)
    return false;
  switch (x.kind) {
  case json_kind::null: return true;
  case json_kind::boolean: return wanted.is_true() == x.is_true();
  case json_kind::integer:
    return exact_number::parse(wanted.text()) == exact_number::parse(x.text());
  case json_kind::fraction: return same_fraction(wanted.text(), x.text());
  case json_kind::text: return wanted.text() == x.text();
  case json_kind::array: return same_elements(wanted, x);
  case json_kind::object: return same_members(wanted, x);
  }
  return false;
}

} // namespace

caf::expected<array_match> array_match::compile(const array_predicate& x) {
  auto out = std::make_shared<wanted>();
  out->settings = x;
  auto& value = out->settings.value;
  if (value && !out->value.parse(value->text))
    return failure(
        errc::config_invalid,
        "the value of an array predicate is no JSON: " + out->value.problem());
  if (value && out->value.root().kind == json_kind::null)
    value.reset();
  return array_match{std::move(out)};
}

bool array_match::has_value(const json_node& x, int64_t length) const {
  auto& wanted = wanted_->value.root();
  if (auto index = wanted_->settings.index)
    return *index >= 0 && *index < length && same(wanted, *x.element(*index));
  for (auto i = x.begin(); i != x.end(); i = i->next())
    if (same(wanted, *i))
      return true;
  return false;
}

bool array_match::takes(const json_node& x) const {
  int64_t length = 0;
  for (auto i = x.begin(); i != x.end(); i = i->next())
    ++length;
  auto& s = wanted_->settings;
  auto result = (!s.value || has_value(x, length))
                && (!s.length_equals || length == *s.length_equals)
                && (!s.length_greater_than || length > *s.length_greater_than)
                && (!s.length_less_than || length < *s.length_less_than);
  return result != s.negated;
}

} // namespace troupe
