#include "runtime/openremote/openremote_link.hpp"

#include "actors/link/date_value.hpp"
#include "runtime/openremote/json_members.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

comparison read_operator(json_members& in) {
  return in.word<comparison>(
      "operator",
      {{"EQUALS", comparison::equals},
       {"GREATER_THAN", comparison::greater_than},
       {"GREATER_EQUALS", comparison::greater_equals},
       {"LESS_THAN", comparison::less_than},
       {"LESS_EQUALS", comparison::less_equals},
       {"BETWEEN", comparison::between}},
      comparison::equals);
}

bool read_negate(json_members& in) { return in.boolean("negate").value_or(false); }
bool read_negated(json_members& in) { return in.boolean("negated").value_or(false); }

value_predicate read_string(json_members& in) {
  string_predicate out;
  out.match = in.word<text_match>(
      "match",
      {{"EXACT", text_match::exact},
       {"BEGIN", text_match::begin},
       {"END", text_match::end},
       {"CONTAINS", text_match::contains}},
      text_match::exact);
  out.case_sensitive = in.boolean("caseSensitive").value_or(true);
  out.value = in.text("value");
  out.negate = read_negate(in);
  return out;
}

/// Its digits as they stand there; `predicate::compile` looks at them.
std::optional<json_text> read_number_text(json_members& in, std::string_view name) {
  if (!in.number(name))
    return std::nullopt;
  return json_text{std::string{trimmed(in.find(name)->text())}};
}

value_predicate read_number(json_members& in) {
  number_predicate out;
  out.comparison = read_operator(in);
  out.value = read_number_text(in, "value");
  out.range_value = read_number_text(in, "rangeValue");
  out.negate = read_negate(in);
  return out;
}

value_predicate read_boolean(json_members& in) {
  return boolean_predicate{in.boolean("value").value_or(false)};
}

value_predicate read_datetime(json_members& in) {
  date_predicate out;
  out.comparison = read_operator(in);
  out.value = parse_date_bound(in.text("value").value_or(""));
  out.range_value = parse_date_bound(in.text("rangeValue").value_or(""));
  out.negate = read_negate(in);
  return out;
}

value_predicate read_any(json_members&) { return any_predicate{}; }

value_predicate read_empty(json_members& in) { return empty_predicate{read_negate(in)}; }

value_predicate read_array(json_members& in) {
  array_predicate out;
  if (auto value = in.find("value"))
    write_json(out.value.emplace().text, *value);
  out.index = in.integer("index");
  out.length_equals = in.integer("lengthEquals");
  out.length_greater_than = in.integer("lengthGreaterThan");
  out.length_less_than = in.integer("lengthLessThan");
  out.negated = read_negated(in);
  return out;
}

value_predicate read_radial(json_members& in) {
  radial_predicate out;
  out.radius_m = in.number("radius").value_or(0);
  out.lat = in.number("lat").value_or(0);
  out.lng = in.number("lng").value_or(0);
  out.negated = read_negated(in);
  return out;
}

value_predicate read_rect(json_members& in) {
  rect_predicate out;
  out.lat_min = in.number("latMin").value_or(0);
  out.lng_min = in.number("lngMin").value_or(0);
  out.lat_max = in.number("latMax").value_or(0);
  out.lng_max = in.number("lngMax").value_or(0);
  out.negated = read_negated(in);
  return out;
}

value_predicate read_geojson(json_members& in) {
  return geojson_predicate{in.text("geoJSON").value_or(""), read_negated(in)};
}

value_predicate read_calendar(json_members& in) {
  calendar_predicate out;
  if (auto text = in.text("timestamp")) {
    out.timestamp_ms = date_value_of(*text);
    if (!out.timestamp_ms)
      in.complain("timestamp", "is no date");
  }
  return out;
}

struct predicate_type {
  std::string_view name;
  value_predicate (*read)(json_members& in);
};

constexpr predicate_type predicate_types[] = {
    {"string", read_string},     {"number", read_number},           {"boolean", read_boolean},
    {"datetime", read_datetime}, {"value-any", read_any},           {"value-empty", read_empty},
    {"array", read_array},       {"radial", read_radial},           {"rect", read_rect},
    {"geojson", read_geojson},   {"calendar-event", read_calendar},
};

} // namespace

caf::expected<value_predicate> read_openremote_predicate(const json_node& x) {
  json_members in{x};
  auto name = in.text("predicateType").value_or("");
  for (auto& type : predicate_types)
    if (type.name == name) {
      auto predicate = type.read(in);
      return in.problem() ? caf::expected<value_predicate>{in.problem()} : predicate;
    }
  in.complain("predicateType", "is no known predicate, " + name);
  return in.problem();
}

} // namespace troupe
