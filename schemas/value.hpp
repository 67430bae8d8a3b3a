#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace troupe {

/// The type of an attribute, by OpenRemote's names (see `to_string`).
enum class value_type : uint8_t {
  boolean,
  integer, ///< 32 bits, signed.
  long_,   ///< 64 bits, signed; "long" in configurations.
  number,  ///< A double.
  text,
  json_object,
  json,
};

/// OpenRemote's name of `x`, e.g. "JSONObject".
std::string_view to_string(value_type x);

/// The type with this OpenRemote name; nothing if there is none.
std::optional<value_type> value_type_of(std::string_view name);

/// A JSON document in its compact form.
struct json_text {
  std::string text;
  bool operator==(const json_text&) const = default;
};

/// What an attribute holds; `monostate` is null. Numbers of type number are
/// always `double`, integers and longs always `int64_t`, JSON documents
/// `json_text` (a JSON attribute may hold any alternative).
using value = std::variant<std::monostate, bool, int64_t, double, std::string, json_text>;

inline bool is_null(const value& x) { return std::holds_alternative<std::monostate>(x); }

/// A double as Java prints it: `20.0`, `1.0E7`, `1.2E-4`, `NaN`, `Infinity`.
/// Source: java.lang.Double.toString, in the shortest form of JDK 19 and later.
std::string to_java_text(double x);

/// Appends `x` as compact JSON. NaN and the infinities become quoted texts.
void append_json(std::string& out, const value& x);

/// Appends `x` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view x);

/// `x` as compact JSON.
std::string to_json(const value& x);

} // namespace troupe
