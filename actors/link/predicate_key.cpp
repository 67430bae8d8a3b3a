#include "actors/link/predicate_key.hpp"

#include <charconv>
#include <type_traits>

namespace troupe {
namespace {

/// Writes fields one after the other; a text says first how long it is.
struct key_writer {
  std::string& out;

  void put(const std::string& x) { out.append(std::to_string(x.size())).append(1, ':').append(x); }
  void put(const json_text& x) { put(x.text); }
  void put(double x) {
    char digits[32];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, x).ptr).append(1, ',');
  }
  void put(const date_bound& x) { all(x.kind, x.ms, x.months, x.days); }

  template <class T>
  requires std::is_enum_v<T> || std::is_integral_v<T>
  void put(T x) { out.append(std::to_string(static_cast<int64_t>(x))).append(1, ','); }

  template <class T>
  void put(const std::optional<T>& x) {
    out += x ? '+' : '-';
    if (x)
      put(*x);
  }

  template <class... Ts>
  void all(const Ts&... xs) {
    (put(xs), ...);
  }

  void operator()(const string_predicate& x) { all(x.match, x.case_sensitive, x.value, x.negate); }
  void operator()(const number_predicate& x) {
    all(x.comparison, x.value, x.range_value, x.negate);
  }
  void operator()(const boolean_predicate& x) { all(x.value); }
  void operator()(const date_predicate& x) { all(x.comparison, x.value, x.range_value, x.negate); }
  void operator()(const any_predicate&) {}
  void operator()(const empty_predicate& x) { all(x.negate); }
  void operator()(const array_predicate& x) {
    all(x.value, x.index, x.length_equals, x.length_greater_than, x.length_less_than, x.negated);
  }
  void operator()(const radial_predicate& x) { all(x.radius_m, x.lat, x.lng, x.negated); }
  void operator()(const rect_predicate& x) {
    all(x.lat_min, x.lng_min, x.lat_max, x.lng_max, x.negated);
  }
  void operator()(const geojson_predicate& x) { all(x.geo_json, x.negated); }
  void operator()(const calendar_predicate& x) { all(x.timestamp_ms); }
};

} // namespace

void append_key(std::string& out, const value_predicate& x) {
  key_writer writer{out};
  writer.put(x.index());
  std::visit(writer, x);
}

} // namespace troupe
