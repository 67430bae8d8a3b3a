#include "runtime/link_cases/link_case.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/predicate.hpp"
#include "runtime/link_cases/case_reading.hpp"
#include "runtime/openremote/json_members.hpp"
#include "runtime/openremote/openremote_link.hpp"
#include "schemas/errors.hpp"

namespace troupe {
namespace {

observed fails(const caf::error& why) {
  return {"{\"error\":true}: " + sentence(why), [](const json_node& outcome) {
            return says(outcome, "error", true);
          }};
}

observed ends(bool matches) {
  return {
      matches ? "{\"matches\":true}" : "{\"matches\":false}",
      [matches](const json_node& outcome) { return says(outcome, "matches", matches); }};
}

/// The value as it stands within a link; refers into both arguments.
caf::expected<step_value> step_of(const case_input& x, json_document& json) {
  switch (x.kind) {
  case case_input::kind::text: return step_value{std::string_view{x.source}, false};
  case case_input::kind::null: return step_value{};
  default: break;
  }
  if (!json.parse(x.source))
    return unreadable("value.jsonText is no JSON: " + json.problem());
  if (x.kind == case_input::kind::json)
    return step_value{&json.root(), false};
  auto native = to_value(json.root());
  return is_null(native) ? step_value{} : step_value{std::move(native), false};
}

} // namespace

caf::expected<observed> run_predicate_case(const json_node& test, int64_t now_ms) {
  json_members in{test};
  auto predicate_json = in.object("predicate");
  auto now = in.integer("now").value_or(now_ms);
  if (!predicate_json)
    in.complain("predicate", "is missing");
  if (in.problem())
    return in.problem();
  auto input = read_input(test, "value");
  if (!input)
    return input.error();
  json_document json;
  auto x = step_of(*input, json);
  if (!x)
    return x.error();
  auto settings = read_openremote_predicate(*predicate_json);
  if (!settings)
    return fails(settings.error());
  auto compiled = predicate::compile(*settings);
  if (!compiled)
    return fails(compiled.error());
  filter_workspace space;
  auto matches = compiled->matches(*x, space, now);
  return matches ? ends(*matches) : fails(matches.error());
}

} // namespace troupe
