#include "actors/link/filter_text.hpp"

#include "actors/link/filter_chain.hpp"

namespace troupe {
namespace {

std::string_view text_of(const json_node& x, filter_workspace& space) {
  if (x.kind == json_kind::text || x.kind == json_kind::boolean)
    return x.text();
  auto& out = space.forms.emplace_front();
  write_json(out, x);
  return out;
}

std::string_view text_of(const value& x, filter_workspace& space) {
  auto& out = space.forms.emplace_front(); // `x` does not outlive the step
  if (auto text = std::get_if<std::string>(&x))
    out = *text;
  else if (auto number = std::get_if<double>(&x))
    out = to_java_text(*number);
  else
    append_json(out, x);
  return out;
}

} // namespace

std::optional<std::string_view> filter_text(const step_value& x, filter_workspace& space) {
  if (auto text = std::get_if<std::string_view>(&x.content))
    return *text;
  if (auto node = std::get_if<const json_node*>(&x.content))
    return text_of(**node, space);
  if (auto native = std::get_if<value>(&x.content))
    return text_of(*native, space);
  return std::nullopt;
}

} // namespace troupe
