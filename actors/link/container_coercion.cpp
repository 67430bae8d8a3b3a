#include "actors/link/container_coercion.hpp"

#include "actors/link/token_coercion.hpp"
#include "schemas/errors.hpp"

#include <algorithm>
#include <cmath>

namespace troupe {
namespace {

/// Appends `x` as a value of type `element`; false if it is none.
bool append_element(std::string& out, const json_node& x, value_type element, digits form) {
  auto content = token_to_value(x, element, form);
  if (content)
    append_json(out, *content);
  return static_cast<bool>(content);
}

std::optional<double> coordinate(const json_node* x, double limit) {
  if (!x)
    return std::nullopt;
  auto number = token_to_number(*x, value_type::number);
  auto degrees = number ? std::get_if<double>(&*number) : nullptr;
  if (!degrees || std::isnan(*degrees))
    return std::nullopt;
  return std::clamp(*degrees, -limit, limit);
}

} // namespace

caf::expected<value> token_to_array(const json_node& x, value_type to, digits form) {
  if (x.kind != json_kind::array)
    return misfit(to, "it is no array");
  auto element = element_of(to);
  json_text out{"["};
  for (auto child = x.begin(); child != x.end(); child = child->next()) {
    if (child != x.begin())
      out.text += ',';
    if (!append_element(out.text, *child, element, form))
      return misfit(to, "one of its elements does not fit");
  }
  out.text += ']';
  return value{std::move(out)};
}

caf::expected<value> token_to_map(const json_node& x, value_type to, digits form) {
  if (x.kind != json_kind::object)
    return misfit(to, "it is no object");
  auto element = element_of(to);
  json_text out{"{"};
  for (auto member : members_once(x)) {
    if (out.text.size() > 1)
      out.text += ',';
    append_json_string(out.text, member->key());
    out.text += ':';
    if (!append_element(out.text, *member, element, form))
      return misfit(to, "one of its members does not fit");
  }
  out.text += '}';
  return value{std::move(out)};
}

caf::expected<value> token_to_point(const json_node& x, value_type to) {
  constexpr auto no_point = "it is no GeoJSON point";
  if (x.kind != json_kind::object)
    return misfit(to, no_point);
  auto type = x.member("type");
  auto coordinates = x.member("coordinates");
  if (!type || type->kind != json_kind::text || type->text() != "Point" || !coordinates
      || coordinates->kind != json_kind::array || coordinates->element(3))
    return misfit(to, no_point);
  auto longitude = coordinate(coordinates->element(0), 180);
  auto latitude = coordinate(coordinates->element(1), 90);
  auto height = coordinate(coordinates->element(2), HUGE_VAL);
  if (!longitude || !latitude || (coordinates->element(2) && !height))
    return misfit(to, no_point);
  json_text out{R"({"coordinates":[)"};
  append_json(out.text, *longitude);
  out.text += ',';
  append_json(out.text, *latitude);
  if (height) {
    out.text += ',';
    append_json(out.text, *height);
  }
  out.text += R"(],"type":"Point"})";
  return value{std::move(out)};
}

} // namespace troupe
