#include "actors/link/filter_chain.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/link_trace.hpp"
#include "actors/link/payload.hpp"
#include "actors/link/step_reading.hpp"
#include "schemas/errors.hpp"

namespace troupe {
namespace {

const json_node json_null;

/// What a path found. Functions give native values, the others JSON.
step_value step_of(const json_path::result& hit) {
  if (!hit.node)
    return {&json_null, true};
  auto native = hit.computed ? to_value(*hit.node) : value{json_text{}};
  if (std::holds_alternative<json_text>(native))
    return {hit.node, false};
  if (is_null(native))
    return {std::monostate{}, true};
  return {std::move(native), false};
}

/// OpenRemote's returnFirst and returnLast: one element of an array.
void pick(step_value& x, bool first, bool last) {
  auto found = std::get_if<const json_node*>(&x.content);
  if (!(first || last) || !found || (*found)->kind != json_kind::array)
    return;
  if (auto element = (*found)->element(first ? 0 : -1))
    x = {element, json_path::stands_for_nothing(*element)};
  else
    x = {std::monostate{}, true};
}

} // namespace

struct filter_chain::compiler {
  using result = caf::expected<compiled_filter>;

  template <class Step>
  static result made(caf::expected<Step> step) {
    return step ? result{compiled_filter{std::move(*step)}} : step.error();
  }

  result operator()(const json_path_filter& x) const {
    auto path = json_path::compile(x.path);
    if (!path)
      return path.error();
    return compiled_filter{json_filter{std::move(*path), x.return_first, x.return_last}};
  }
  result operator()(const regex_filter& x) const { return made(regex_step::compile(x)); }
  result operator()(const substring_filter& x) const { return compiled_filter{substring_step{x}}; }
  result operator()(const math_filter& x) const { return made(math_step::compile(x)); }
  result operator()(const topic_filter& x) const { return compiled_filter{topic_step{x}}; }
  result operator()(const bytes_filter& x) const { return compiled_filter{bytes_step{x}}; }
};

caf::expected<filter_chain> filter_chain::compile(
    std::string_view name, const std::vector<value_filter>& filters, on_miss miss) {
  filter_chain out;
  out.name_ = name;
  out.miss_ = miss;
  for (auto& x : filters) {
    auto step = std::visit(compiler{}, x);
    if (!step)
      return failure(
          errc::config_invalid,
          out.name_ + "[" + std::to_string(out.filters_.size()) + "]: " + sentence(step.error()));
    out.filters_.push_back(std::move(*step));
  }
  return out;
}

const json_path* filter_chain::path_of(size_t index) const {
  auto found = std::get_if<json_filter>(&filters_[index]);
  return found ? &found->path : nullptr;
}

const regex_step* filter_chain::regex_of(size_t index) const {
  return std::get_if<regex_step>(&filters_[index]);
}

caf::error filter_chain::apply(step_value& x, filter_workspace& space) const {
  for (size_t i = 0; i < filters_.size(); ++i) {
    if (std::holds_alternative<std::monostate>(x.content))
      return {};
    if (x.missed && miss_ == on_miss::keep)
      return {}; // what follows a miss finds nothing either
    auto json = std::get_if<json_filter>(&filters_[i]);
    if (space.trace)
      space.trace->before(x);
    auto why = std::visit([&](auto& step) { return apply(step, x, space); }, filters_[i]);
    if (space.trace)
      space.trace->filtered(*this, i, x, why, space.message);
    if (why)
      return failure(
          errc::payload_invalid, name_ + "[" + std::to_string(i) + "]"
                                     + (json ? " (" + json->path.text() + ")" : "") + ": "
                                     + sentence(why));
  }
  return {};
}

caf::error
filter_chain::apply(const json_filter& filter, step_value& x, filter_workspace& space) const {
  if (filter.path.blank()) {
    x = {std::monostate{}, true};
    return {};
  }
  std::string problem;
  auto root = as_json(x, space, problem);
  if (!root)
    return failure(errc::payload_invalid, "the value is no JSON: " + problem);
  auto hit = filter.path.find(*root, space.arena);
  if (hit.outcome == json_path::outcome::failed)
    return failure(errc::payload_invalid, std::string{hit.why});
  if (hit.outcome == json_path::outcome::missing_step && miss_ == on_miss::null)
    return failure(errc::payload_invalid, "a step before the last is missing or of the wrong kind");
  x = step_of(hit);
  pick(x, filter.return_first, filter.return_last);
  return {};
}

} // namespace troupe
