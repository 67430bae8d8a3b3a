#include "schemas/value_type.hpp"

#include <array>
#include <iterator>
#include <string>

namespace troupe {

using kind = value_kind;

namespace {

/// In the order of `value_type`, as `plain_kinds` below.
constexpr std::string_view plain_names[] = {
    "boolean",
    "integer",
    "long",
    "number",
    "text",
    "JSONObject",
    "JSON",
    "bigInteger",
    "bigNumber",
    "byte",
    "positiveInteger",
    "negativeInteger",
    "integerByte",
    "direction",
    "TCP_IPPortNumber",
    "MQTTQos",
    "positiveNumber",
    "negativeNumber",
    "timestamp",
    "timestampISO8601",
    "dateAndTime",
    "timeDurationISO8601",
    "periodDurationISO8601",
    "timeAndPeriodDurationISO8601",
    "email",
    "UUID",
    "assetID",
    "assetType",
    "IPAddress",
    "hostOrIPAddress",
    "HTTP_URL",
    "WS_URL",
    "executionStatus",
    "connectionStatus",
    "colourRGB",
    "GEO_JSONPoint",
    "booleanMap",
    "integerMap",
    "numberMap",
    "textMap",
    "multivaluedTextMap",
};
constexpr auto plain_count = std::size(plain_names);
static_assert(plain_count == static_cast<size_t>(value_type::multivalued_text_map) + 1);

using names_of_arrays = std::array<std::array<std::string, plain_count>, array_dimensions_max + 1>;

names_of_arrays make_names() {
  names_of_arrays out;
  for (size_t i = 0; i < plain_count; ++i) {
    std::string name{plain_names[i]};
    for (auto& row : out) {
      row[i] = name;
      name += "[]";
    }
  }
  return out;
}

size_t plain_index(value_type x) { return static_cast<size_t>(x) & 0xff; }

} // namespace

const value_kind detail::plain_kinds[] = {
    kind::boolean,             // boolean
    kind::integer,             // integer
    kind::long_,               // long
    kind::number,              // number
    kind::text,                // text
    kind::object,              // JSONObject
    kind::json,                // JSON
    kind::big_integer,         // bigInteger
    kind::big_number,          // bigNumber
    kind::byte,                // byte
    kind::integer,             // positiveInteger
    kind::integer,             // negativeInteger
    kind::integer,             // integerByte
    kind::integer,             // direction
    kind::integer,             // TCP_IPPortNumber
    kind::integer,             // MQTTQos
    kind::number,              // positiveNumber
    kind::number,              // negativeNumber
    kind::long_,               // timestamp
    kind::text,                // timestampISO8601
    kind::date,                // dateAndTime
    kind::duration,            // timeDurationISO8601
    kind::period,              // periodDurationISO8601
    kind::period_and_duration, // timeAndPeriodDurationISO8601
    kind::text,                // email
    kind::text,                // UUID
    kind::text,                // assetID
    kind::text,                // assetType
    kind::text,                // IPAddress
    kind::text,                // hostOrIPAddress
    kind::text,                // HTTP_URL
    kind::text,                // WS_URL
    kind::word,                // executionStatus
    kind::word,                // connectionStatus
    kind::colour,              // colourRGB
    kind::point,               // GEO_JSONPoint
    kind::map,                 // booleanMap
    kind::map,                 // integerMap
    kind::map,                 // numberMap
    kind::map,                 // textMap
    kind::map,                 // multivaluedTextMap
};

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
  for (size_t i = 0; i < plain_count; ++i)
    if (plain_names[i] == name)
      return static_cast<value_type>(i + 0x100 * dimensions);
  return std::nullopt;
}

std::vector<value_type> plain_value_types() {
  std::vector<value_type> out;
  for (size_t i = 0; i < plain_count; ++i)
    out.push_back(static_cast<value_type>(i));
  return out;
}

} // namespace troupe
