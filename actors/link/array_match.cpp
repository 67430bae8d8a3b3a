#include "actors/link/array_match.hpp"

#include "actors/link/json_equality.hpp"
#include "schemas/errors.hpp"

namespace troupe {
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
    return *index >= 0 && *index < length
           && same_json(wanted, *x.element(*index), same_number_with_type);
  for (auto i = x.begin(); i != x.end(); i = i->next())
    if (same_json(wanted, *i, same_number_with_type))
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
