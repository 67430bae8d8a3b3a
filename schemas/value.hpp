#pragma once

#include "schemas/value_type.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace troupe {

/// A JSON document in its compact form.
struct json_text {
  std::string text;
  bool operator==(const json_text&) const = default;
};

/// What an attribute holds; `monostate` is null. `value_kind` tells which
/// alternative the values of a type are: numbers always `double`, integers,
/// longs and dates always `int64_t`, texts `std::string`; JSON documents and
/// whatever else travels as JSON (long numbers, colours, words) `json_text`.
using value = std::variant<std::monostate, bool, int64_t, double, std::string, json_text>;

inline bool is_null(const value& x) { return std::holds_alternative<std::monostate>(x); }

/// A word that needs no escape, as JSON.
json_text quote_word(std::string_view word);

/// What stands between the quotes of a word, colour or period (see
/// `value_kind`); nothing for any other document.
std::optional<std::string_view> quoted_word(const json_text& x);

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
