#include "schemas/value_type.hpp"

#include <array>
#include <string>

namespace troupe {
namespace {

using kind = value_kind;

struct plain_type {
  std::string_view name;
  value_kind kind;
};

/// In the order of `value_type`.
constexpr std::array plain_types{
    plain_type{"boolean", kind::boolean},
    plain_type{"integer", kind::integer},
    plain_type{"long", kind::long_},
    plain_type{"number", kind::number},
    plain_type{"text", kind::text},
    plain_type{"JSONObject", kind::object},
    plain_type{"JSON", kind::json},
    plain_type{"bigInteger", kind::big_integer},
    plain_type{"bigNumber", kind::big_number},
    plain_type{"byte", kind::byte},
    plain_type{"positiveInteger", kind::integer},
    plain_type{"negativeInteger", kind::integer},
    plain_type{"integerByte", kind::integer},
    plain_type{"direction", kind::integer},
    plain_type{"TCP_IPPortNumber", kind::integer},
    plain_type{"MQTTQos", kind::integer},
    plain_type{"positiveNumber", kind::number},
    plain_type{"negativeNumber", kind::number},
    plain_type{"timestamp", kind::long_},
    plain_type{"timestampISO8601", kind::text},
    plain_type{"dateAndTime", kind::date},
    plain_type{"timeDurationISO8601", kind::duration},
    plain_type{"periodDurationISO8601", kind::period},
    plain_type{"timeAndPeriodDurationISO8601", kind::period_and_duration},
    plain_type{"email", kind::text},
    plain_type{"UUID", kind::text},
    plain_type{"assetID", kind::text},
    plain_type{"assetType", kind::text},
    plain_type{"IPAddress", kind::text},
    plain_type{"hostOrIPAddress", kind::text},
    plain_type{"HTTP_URL", kind::text},
    plain_type{"WS_URL", kind::text},
    plain_type{"executionStatus", kind::word},
    plain_type{"connectionStatus", kind::word},
    plain_type{"colourRGB", kind::colour},
    plain_type{"GEO_JSONPoint", kind::point},
    plain_type{"booleanMap", kind::map},
    plain_type{"integerMap", kind::map},
    plain_type{"numberMap", kind::map},
    plain_type{"textMap", kind::map},
    plain_type{"multivaluedTextMap", kind::map},
};
static_assert(plain_types.size() == static_cast<size_t>(value_type::multivalued_text_map) + 1);

using names_of_arrays =
    std::array<std::array<std::string, plain_types.size()>, array_dimensions_max + 1>;

names_of_arrays make_names() {
  names_of_arrays out;
  for (size_t i = 0; i < plain_types.size(); ++i) {
    std::string name{plain_types[i].name};
    for (auto& row : out) {
      row[i] = name;
      name += "[]";
    }
  }
  return out;
}

size_t plain_index(value_type x) { return static_cast<size_t>(x) & 0xff; }

} // namespace

value_type element_of(value_type x) {
  if (array_dimensions(x) > 0)
    return static_cast<value_type>(static_cast<unsigned>(x) - 0x100);
  switch (x) {
  case value_type::boolean_map: return value_type::boolean;
  case value_type::integer_map: return value_type::integer;
  case value_type::number_map: return value_type::number;
  case value_type::multivalued_text_map: return array_of(value_type::text);
  default: return value_type::text;
  }
}

value_kind kind_of(value_type x) {
  return array_dimensions(x) > 0 ? kind::array : plain_types[plain_index(x)].kind;
}

bool is_numeric(value_kind x) {
  switch (x) {
  case kind::integer:
  case kind::long_:
  case kind::byte:
  case kind::number:
  case kind::big_integer:
  case kind::big_number: return true;
  default: return false;
  }
}

std::string_view to_string(value_type x) {
  static const auto names = make_names();
  return names[array_dimensions(x)][plain_index(x)];
}

std::optional<value_type> value_type_of(std::string_view name) {
  auto dimensions = 0u;
  for (; name.ends_with("[]"); name.remove_suffix(2))
    if (++dimensions > array_dimensions_max)
      return std::nullopt;
  for (size_t i = 0; i < plain_types.size(); ++i)
    if (plain_types[i].name == name)
      return static_cast<value_type>(i + 0x100 * dimensions);
  return std::nullopt;
}

std::vector<value_type> plain_value_types() {
  std::vector<value_type> out;
  for (size_t i = 0; i < plain_types.size(); ++i)
    out.push_back(static_cast<value_type>(i));
  return out;
}

} // namespace troupe
