#pragma once

#include "config/date_bound.hpp"
#include "schemas/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

/// What a message must satisfy for a link to take it: OpenRemote's value
/// predicates, with its names and defaults. A default-constructed one is what
/// OpenRemote reads where only the type is given.
namespace troupe {

enum class text_match : uint8_t { exact, begin, end, contains };

enum class comparison : uint8_t {
  equals,
  greater_than,
  greater_equals,
  less_than,
  less_equals,
  between, ///< From `value` to `range_value`, both included.
};

struct string_predicate {
  enum text_match match = text_match::exact;
  bool case_sensitive = true;
  std::optional<std::string> value; ///< None: only null is equal to it.
  bool negate = false;
  bool operator==(const string_predicate&) const = default;
};

struct number_predicate {
  enum comparison comparison = comparison::equals;
  std::optional<json_text> value; ///< Its digits; below every number where not set.
  std::optional<json_text> range_value;
  bool negate = false;
  bool operator==(const number_predicate&) const = default;
};

struct boolean_predicate {
  bool value = false;
  bool operator==(const boolean_predicate&) const = default;
};

struct date_predicate {
  enum comparison comparison = comparison::equals;
  std::optional<date_bound> value; ///< None, or no range where one is needed: nothing matches.
  std::optional<date_bound> range_value;
  bool negate = false;
  bool operator==(const date_predicate&) const = default;
};

struct any_predicate {
  bool operator==(const any_predicate&) const = default;
};

struct empty_predicate {
  bool negate = false;
  bool operator==(const empty_predicate&) const = default;
};

/// All that is set must hold.
struct array_predicate {
  std::optional<json_text> value; ///< An element; `1` is not `1.0`.
  std::optional<int64_t> index;   ///< Where `value` must stand; none: anywhere.
  std::optional<int64_t> length_equals;
  std::optional<int64_t> length_greater_than;
  std::optional<int64_t> length_less_than;
  bool negated = false;
  bool operator==(const array_predicate&) const = default;
};

/// Points at most `radius_m` metres away, on the WGS 84 ellipsoid.
struct radial_predicate {
  double radius_m = 0;
  double lat = 0; ///< Degrees, as everywhere here.
  double lng = 0;
  bool negated = false;
  bool operator==(const radial_predicate&) const = default;
};

/// Points between two corners, the edges included.
struct rect_predicate {
  double lat_min = 0;
  double lng_min = 0;
  double lat_max = 0;
  double lng_max = 0;
  bool negated = false;
  bool operator==(const rect_predicate&) const = default;
};

/// Points within a GeoJSON shape, its edges excluded.
struct geojson_predicate {
  std::string geo_json;
  bool negated = false;
  bool operator==(const geojson_predicate&) const = default;
};

/// Calendar events that are active at a time, and all that is no such event.
struct calendar_predicate {
  std::optional<int64_t> timestamp_ms; ///< None: when the message comes.
  bool operator==(const calendar_predicate&) const = default;
};

using value_predicate = std::variant<
    string_predicate, number_predicate, boolean_predicate, date_predicate, any_predicate,
    empty_predicate, array_predicate, radial_predicate, rect_predicate, geojson_predicate,
    calendar_predicate>;

} // namespace troupe
