#include "actors/store/stored_value.hpp"

#include "actors/link/coercion.hpp"

#include <boost/json/parse.hpp>

#include <charconv>
#include <cmath>
#include <limits>

namespace troupe {
namespace {

std::optional<value> read_text(std::string_view json) {
  boost::system::error_code ec;
  auto parsed = boost::json::parse({json.data(), json.size()}, ec);
  if (ec || !parsed.is_string())
    return std::nullopt;
  return std::string{parsed.get_string().data(), parsed.get_string().size()};
}

std::optional<value> read_integer(std::string_view json, int64_t lowest, int64_t highest) {
  int64_t out = 0;
  auto [end, ec] = std::from_chars(json.data(), json.data() + json.size(), out);
  if (ec != std::errc{} || end != json.data() + json.size() || out < lowest || out > highest)
    return std::nullopt;
  return out;
}

std::optional<value> read_number(std::string_view json) {
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  if (json == "\"NaN\"") // JSON has no word for them: to_json quotes them
    return std::nan("");
  if (json == "\"Infinity\"" || json == "\"-Infinity\"")
    return json[1] == '-' ? -infinity : infinity;
  double out = 0;
  auto [end, ec] = std::from_chars(json.data(), json.data() + json.size(), out);
  if (ec != std::errc{} || end != json.data() + json.size() || !std::isfinite(out))
    return std::nullopt;
  return out;
}

std::optional<value> read_boolean(std::string_view json) {
  if (json != "true" && json != "false")
    return std::nullopt;
  return json == "true";
}

std::optional<value> read_json(std::string_view json) {
  if (json.starts_with('{') || json.starts_with('['))
    return json_text{std::string{json}};
  if (json.starts_with('"'))
    return read_text(json);
  if (auto flag = read_boolean(json))
    return flag;
  if (auto whole = read_stored(value_type::long_, json))
    return whole;
  return read_number(json);
}

/// A value is one of its type if it would be written as the same text again.
std::optional<value> read_any(value_type type, std::string_view json) {
  auto content = coerce_text(json, type);
  if (!content || to_json(*content) != json)
    return std::nullopt;
  return std::move(*content);
}

} // namespace

std::optional<value> read_stored(value_type type, std::string_view json) {
  using limits = std::numeric_limits<int64_t>;
  using limits_32 = std::numeric_limits<int32_t>;
  if (json == "null")
    return value{};
  switch (kind_of(type)) {
  case value_kind::boolean: return read_boolean(json);
  case value_kind::integer: return read_integer(json, limits_32::min(), limits_32::max());
  case value_kind::long_: return read_integer(json, limits::min(), limits::max());
  case value_kind::number: return read_number(json);
  case value_kind::text: return read_text(json);
  case value_kind::json: return read_json(json);
  case value_kind::object: return json.starts_with('{') ? read_json(json) : std::nullopt;
  default: return read_any(type, json);
  }
}

} // namespace troupe
