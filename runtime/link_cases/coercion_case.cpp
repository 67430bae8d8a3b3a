#include "runtime/link_cases/link_case.hpp"

#include "actors/asset/constraints.hpp"
#include "actors/link/coercion.hpp"
#include "runtime/link_cases/case_reading.hpp"
#include "schemas/errors.hpp"

#include <memory>

namespace troupe {
namespace {

caf::expected<value> coerce(const case_input& x, const json_document& json, value_type to) {
  switch (x.kind) {
  case case_input::kind::text: return coerce_text(x.source, to);
  case case_input::kind::json: return coerce_json(json.root(), to);
  case case_input::kind::literal: return parse_written(x.source, to);
  case case_input::kind::null: break;
  }
  return value{};
}

} // namespace

caf::expected<observed> run_coercion_case(const json_node& test) {
  auto from = read_input(test, "from");
  if (!from)
    return from.error();
  auto to = read_type(test, "to");
  if (!to)
    return to.error();
  json_document json;
  auto is_json = from->kind == case_input::kind::json || from->kind == case_input::kind::literal;
  if (is_json && !json.parse(from->source))
    return unreadable("from.jsonText is no JSON: " + json.problem());
  auto made = coerce(*from, json, *to);
  auto got = std::make_shared<value>(made ? std::move(*made) : value{});
  auto word = !made ? "fail" : is_null(*got) ? "null" : "value";
  auto is_value = made && !is_null(*got);
  return observed{
      outcome_text(word, is_value ? got.get() : nullptr, made ? "" : sentence(made.error())),
      [=](const json_node& outcome) {
        return says(outcome, "outcome", std::string_view{word})
               && (!is_value || is_value_of(*got, outcome));
      }};
}

caf::expected<observed> run_constraint_case(const json_node& test) {
  auto type = read_type(test, "type");
  if (!type)
    return type.error();
  auto literal = test.member("literalValue");
  if (!literal)
    return unreadable("literalValue is missing");
  attribute_settings attribute;
  attribute.name = "the value";
  attribute.type = *type;
  auto broken = broken_constraint(attribute, to_value(*literal));
  auto valid = !broken;
  return observed{
      valid ? "{\"valid\":true}" : "{\"valid\":false}: " + *broken,
      [valid](const json_node& outcome) { return says(outcome, "valid", valid); }};
}

} // namespace troupe
