#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace troupe {

/// The type of an attribute, by OpenRemote's names (see `to_string`). The low
/// byte names the type, the next how many times it is an array (`array_of`).
enum class value_type : uint16_t {
  boolean,
  integer, ///< 32 bits, signed.
  long_,   ///< 64 bits, signed; "long" in configurations.
  number,  ///< A double.
  text,
  json_object,
  json,
  big_integer,
  big_number,
  byte, ///< 8 bits, signed.
  positive_integer,
  negative_integer,
  integer_byte,
  direction,
  port_number, ///< "TCP_IPPortNumber".
  mqtt_qos,
  positive_number,
  negative_number,
  timestamp, ///< Epoch ms.
  timestamp_iso8601,
  date_and_time,
  time_duration,            ///< "timeDurationISO8601".
  period_duration,          ///< "periodDurationISO8601".
  time_and_period_duration, ///< "timeAndPeriodDurationISO8601".
  email,
  uuid,
  asset_id,
  asset_type,
  ip_address,
  host_or_ip_address,
  http_url,
  ws_url,
  execution_status,
  connection_status,
  colour_rgb,
  geo_json_point,
  boolean_map,
  integer_map,
  number_map,
  text_map,
  multivalued_text_map,
};

/// What the values of a type are made of, whatever else the type demands: an
/// e-mail address is a text. The comment tells the alternative of `value`.
enum class value_kind : uint8_t {
  boolean,  ///< bool
  integer,  ///< int64_t of 32 bits
  long_,    ///< int64_t
  byte,     ///< int64_t of 8 bits
  number,   ///< double
  text,     ///< string
  date,     ///< int64_t, epoch ms
  duration, ///< int64_t, ms
  // All others are json_text.
  big_integer,         ///< Its digits.
  big_number,          ///< As Java's BigDecimal writes it: `1.10`, `1E+3`.
  period,              ///< A quoted word, e.g. `"P1Y2M3D"`.
  period_and_duration, ///< A quoted word, e.g. `"P1DT2H"`.
  word,                ///< One of a few words, quoted.
  colour,              ///< `"#RRGGBB"`
  point,               ///< `{"coordinates":[x,y],"type":"Point"}`, with or without a third z.
  map,                 ///< A document whose members have the type `element_of`.
  array,               ///< A document whose elements have the type `element_of`.
  object,
  json, ///< Any alternative.
};

constexpr unsigned array_dimensions_max = 2;

constexpr unsigned array_dimensions(value_type x) { return static_cast<unsigned>(x) >> 8; }

/// The type of arrays of `element`, e.g. "number[]".
constexpr value_type array_of(value_type element) {
  return static_cast<value_type>(static_cast<unsigned>(element) + 0x100);
}

/// What an array or a map holds.
value_type element_of(value_type x);

namespace detail {
extern const value_kind plain_kinds[]; // by the type's low byte
}

/// Every value asks for it: inline.
inline value_kind kind_of(value_type x) {
  auto plain = detail::plain_kinds[static_cast<unsigned>(x) & 0xff];
  return array_dimensions(x) > 0 ? value_kind::array : plain;
}

bool is_numeric(value_kind x);

/// OpenRemote's name of `x`, e.g. "JSONObject" or "text[]".
std::string_view to_string(value_type x);

/// The type with this OpenRemote name; nothing if there is none.
std::optional<value_type> value_type_of(std::string_view name);

/// Every type that is no array.
std::vector<value_type> plain_value_types();

} // namespace troupe
