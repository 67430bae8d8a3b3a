#include "actors/asset/type_constraints.hpp"

#include "actors/asset/text_patterns.hpp"
#include "actors/link/number_text.hpp"
#include "actors/link/token_coercion.hpp"

namespace troupe {
namespace {

struct range {
  std::optional<int> least;
  std::optional<int> most;
};

/// Source: OpenRemote's ValueType and MQTTAgent, whose highest port is one too high.
range range_of(value_type x) {
  switch (x) {
  case value_type::positive_integer:
  case value_type::positive_number:
  case value_type::timestamp: return {0, {}};
  case value_type::negative_integer:
  case value_type::negative_number: return {{}, 0};
  case value_type::integer_byte: return {0, 255};
  case value_type::direction: return {0, 360};
  case value_type::port_number: return {1, 65536};
  case value_type::mqtt_qos: return {0, 2};
  default: return {};
  }
}

/// Written so that NaN breaks every bound.
std::optional<std::string> out_of_range(value_type type, const value& x) {
  auto [least, most] = range_of(type);
  auto number = least || most ? as_number(x) : std::nullopt;
  if (!number)
    return std::nullopt;
  if (least && !(*number >= *least))
    return "must be at least " + std::to_string(*least);
  if (most && !(*number <= *most))
    return "must be at most " + std::to_string(*most);
  return std::nullopt;
}

/// What a text must be, as the end of a sentence; empty where it is.
std::string_view missed_pattern(value_type type, std::string_view x) {
  switch (type) {
  case value_type::timestamp_iso8601:
    return is_iso_timestamp(x) ? "" : "a date and time such as 2026-11-23T21:00:00Z";
  case value_type::email: return is_email(x) ? "" : "an e-mail address in lower case";
  case value_type::uuid: return is_uuid(x) ? "" : "a UUID";
  case value_type::asset_id: return is_asset_id(x) ? "" : "22 letters and digits";
  case value_type::ip_address: return is_ip_address(x) ? "" : "an IP address";
  case value_type::host_or_ip_address:
    return is_ip_address(x) || is_host_name(x) ? "" : "a host name or an IP address";
  case value_type::http_url: return is_url(x, "http") ? "" : "an HTTP address";
  case value_type::ws_url: return is_url(x, "ws") ? "" : "a WebSocket address";
  default: return "";
  }
}

std::optional<std::string> broken_element(value_type array, const value& x) {
  auto content = std::get_if<json_text>(&x);
  json_document document;
  if (!content || !document.parse(content->text))
    return std::nullopt;
  auto& root = document.root();
  for (auto element = root.begin(); element != root.end(); element = element->next())
    if (auto broken = broken_type_constraint(element_of(array), to_value(*element)))
      return broken;
  return std::nullopt;
}

/// Whether values of this type need be looked at; arrays go by their elements.
bool is_constrained(value_type x) {
  while (array_dimensions(x) > 0)
    x = element_of(x);
  return (x >= value_type::positive_integer && x <= value_type::ws_url);
}

} // namespace

std::optional<long double> as_number(const value& x) {
  if (auto whole = std::get_if<int64_t>(&x))
    return static_cast<long double>(*whole);
  if (auto number = std::get_if<double>(&x))
    return static_cast<long double>(*number);
  if (auto json = std::get_if<json_text>(&x))
    return parse_double(json->text);
  return std::nullopt;
}

std::optional<std::string> broken_type_constraint(value_type type, const value& x) {
  if (!is_constrained(type))
    return std::nullopt;
  if (kind_of(type) == value_kind::array)
    return broken_element(type, x);
  if (auto text = std::get_if<std::string>(&x)) {
    auto missed = missed_pattern(type, *text);
    return missed.empty() ? std::nullopt : std::optional{"must be " + std::string{missed}};
  }
  return out_of_range(type, x);
}

} // namespace troupe
