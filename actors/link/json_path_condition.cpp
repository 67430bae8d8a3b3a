#include "actors/link/json_path_evaluator.hpp"
#include "actors/link/json_path_value.hpp"
#include "actors/link/number_text.hpp"

#include <algorithm>
#include <cmath>

/// Conditions of filters: what their paths find, and how it is put together.
namespace troupe::jsonpath {

/// What makes no sense for an item does not hold for it.
trouble evaluator::accepts(const expression& condition, const json_node* item, bool& out) {
  auto why = test(condition, item, out);
  if (why == trouble::failed)
    return why;
  out = out && why == trouble::none;
  return trouble::none;
}

trouble evaluator::test(const expression& condition, const json_node* item, bool& out) {
  if (!spend(1))
    return spent();
  switch (condition.kind) {
  case expression::kind::either:
  case expression::kind::both: {
    auto decisive = condition.kind == expression::kind::either;
    for (auto& part : condition.parts)
      if (auto why = test(part, item, out); why != trouble::none || out == decisive)
        return why;
    return trouble::none;
  }
  case expression::kind::negation: {
    auto why = test(condition.parts.front(), item, out);
    out = !out;
    return why;
  }
  case expression::kind::relation: return test_relation(condition, item, out);
  case expression::kind::existence: return exists(condition.left, item, out);
  }
  return trouble::invalid;
}

trouble evaluator::test_relation(const expression& condition, const json_node* item, bool& out) {
  operand_value left, right;
  if (auto why = value_of(condition.left, item, left); why != trouble::none)
    return why;
  if (auto why = value_of(condition.right, item, right); why != trouble::none)
    return why;
  return relate(condition.relation, left, right, out);
}

trouble evaluator::exists(const operand& x, const json_node* item, bool& out) {
  const json_node* found = nullptr;
  auto why = find(*x.path, root_, x.path->relative ? item : root_, true, found);
  if (why != trouble::none && why != trouble::not_found)
    return why;
  out = (why == trouble::none) != x.negated;
  return trouble::none;
}

trouble evaluator::value_of(const operand& x, const json_node* item, operand_value& out) {
  using kind = enum operand_value::kind;
  out.text = x.text;
  out.number = x.number;
  switch (x.kind) {
  case operand::kind::null: out.kind = kind::null; return trouble::none;
  case operand::kind::boolean: out.kind = kind::boolean; return trouble::none;
  case operand::kind::number: out.kind = kind::number; return trouble::none;
  case operand::kind::text: out.kind = kind::text; return trouble::none;
  case operand::kind::json:
    out.kind = kind::json;
    out.text = x.json->source;
    out.node = &x.json->document.root();
    out.is_written = true;
    return trouble::none;
  case operand::kind::pattern:
    out.kind = kind::pattern;
    out.pattern = x.pattern.get();
    return trouble::none;
  case operand::kind::path: break;
  }
  const json_node* found = nullptr;
  auto why = trouble::none;
  auto known =
      std::find_if(known_.begin(), known_.end(), [&](auto& y) { return y.first == x.path.get(); });
  if (known != known_.end()) {
    std::tie(why, found) = known->second;
  } else {
    why = find(*x.path, root_, x.path->relative ? item : root_, false, found);
    if (!x.path->relative)
      known_.push_back({x.path.get(), {why, found}});
  }
  if (why == trouble::not_found)
    return trouble::none; // undefined
  return why == trouble::none ? value_of(*found, out) : why;
}

trouble evaluator::value_of(const json_node& x, operand_value& out) {
  using kind = enum operand_value::kind;
  out.text = x.text();
  switch (x.kind) {
  case json_kind::null: out.kind = kind::null; break;
  case json_kind::boolean: out.kind = kind::boolean; break;
  case json_kind::text: out.kind = kind::text; break;
  case json_kind::array:
  case json_kind::object:
    out.kind = kind::json;
    out.node = &x;
    break;
  case json_kind::integer:
  case json_kind::fraction:
    out.kind = kind::number;
    out.number = parse_double(x.text()).value_or(0);
    out.is_double = x.kind == json_kind::fraction;
    if (out.is_double && !std::isfinite(out.number))
      return fail("a number is too large to be compared");
    break;
  }
  return trouble::none;
}

} // namespace troupe::jsonpath
