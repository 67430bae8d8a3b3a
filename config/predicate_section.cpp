#include "config/predicate_source.hpp"
#include "schemas/ascii.hpp"

#include <algorithm>
#include <limits>

namespace troupe::config {
namespace {

using kind = predicate_kind;
using source = predicate_source;

const words<kind> kinds{
    {"string", kind::string},
    {"number", kind::number},
    {"boolean", kind::boolean},
    {"datetime", kind::datetime},
    {"value_any", kind::value_any},
    {"value_empty", kind::value_empty},
    {"array", kind::array},
    {"radial", kind::radial},
    {"rect", kind::rect},
    {"geojson", kind::geojson},
    {"calendar_event", kind::calendar_event},
};

const words<text_match> matches{
    {"EXACT", text_match::exact},
    {"BEGIN", text_match::begin},
    {"END", text_match::end},
    {"CONTAINS", text_match::contains},
};

const words<comparison> operators{
    {"EQUALS", comparison::equals},
    {"GREATER_THAN", comparison::greater_than},
    {"GREATER_EQUALS", comparison::greater_equals},
    {"LESS_THAN", comparison::less_than},
    {"LESS_EQUALS", comparison::less_equals},
    {"BETWEEN", comparison::between},
};

/// `like` with each letter as `change` has it, so that a word has one spelling.
std::string respelled(std::string_view like, char (*change)(char)) {
  std::string out{like};
  std::transform(out.begin(), out.end(), out.begin(), change);
  return out;
}

/// OpenRemote writes `value-any`, and any case is fine.
char type_letter(char c) { return c == '-' ? '_' : to_lower(c); }

/// A choice that takes other spellings of its words, too.
template <class E>
format<E> spelled(words<E> known, char (*change)(char)) {
  auto out = choice(std::move(known));
  out.read = [strict = out.read, change](reader& r, const node& x) -> std::optional<E> {
    auto text = as<std::string>(x);
    return text ? strict(r, node{x.at, respelled(*text, change)}) : strict(r, x);
  };
  return out;
}

/// Which types have a key, and whether they need it.
struct belonging {
  std::string_view key;
  std::vector<kind> types;
  bool required = false;
};

const std::vector<belonging>& belongings() {
  static const std::vector<belonging> all{
      {"match", {kind::string}},
      {"case_sensitive", {kind::string}},
      {"operator", {kind::number, kind::datetime}},
      {"value", {kind::string, kind::number, kind::boolean, kind::datetime, kind::array}},
      {"range_value", {kind::number, kind::datetime}},
      {"negate", {kind::string, kind::number, kind::datetime, kind::value_empty}},
      {"negated", {kind::array, kind::radial, kind::rect, kind::geojson}},
      {"index", {kind::array}},
      {"length_equals", {kind::array}},
      {"length_greater_than", {kind::array}},
      {"length_less_than", {kind::array}},
      {"radius", {kind::radial}, true},
      {"lat", {kind::radial}, true},
      {"lng", {kind::radial}, true},
      {"lat_min", {kind::rect}, true},
      {"lng_min", {kind::rect}, true},
      {"lat_max", {kind::rect}, true},
      {"lng_max", {kind::rect}, true},
      {"geo_json", {kind::geojson}, true},
      {"timestamp", {kind::calendar_event}},
  };
  return all;
}

std::string_view name_of(kind x) {
  auto is_it = [x](auto& word) { return word.second == x; };
  return std::find_if(kinds.begin(), kinds.end(), is_it)->first;
}

std::optional<json_text> read_number(reader& r, const node& x) {
  if (as<int64_t>(x) || as<double>(x)) {
    auto whole = as<int64_t>(x);
    auto text = whole ? std::to_string(*whole) : to_java_text(*as<double>(x));
    return json_text{std::move(text)};
  }
  r.expected(x, "a number");
  return std::nullopt;
}

std::optional<date_bound> read_bound(reader& r, const node& x) {
  constexpr auto wanted =
      "a date such as \"2026-11-01\" or \"2026-11-01T06:00:00+01:00\", or a duration from now "
      "such as \"PT1H\" or \"P1M\"";
  auto text = as<std::string>(x);
  auto bound = text ? parse_date_bound(*text) : std::nullopt;
  if (!bound)
    r.expected(x, wanted);
  return bound;
}

void read_value(reader& r, const entry& e, source& x) {
  switch (x.type) {
  case kind::string: x.text.value = text().read(r, e.value); break;
  case kind::number: x.number.value = read_number(r, e.value); break;
  case kind::boolean: x.boolean.value = boolean().read(r, e.value).value_or(false); break;
  case kind::datetime: x.date.value = read_bound(r, e.value); break;
  case kind::array: x.array.value = to_json(r, e.value); break;
  default: break; // `check` says that it is out of place
  }
}

void read_range(reader& r, const entry& e, source& x) {
  if (x.type == kind::number)
    x.number.range_value = read_number(r, e.value);
  else if (x.type == kind::datetime)
    x.date.range_value = read_bound(r, e.value);
}

void write_value(source& x, wording& out) {
  auto add_json = [&](const std::optional<json_text>& y) {
    if (y)
      out.add("value", from_json(*y));
  };
  switch (x.type) {
  case kind::string:
    if (x.text.value)
      out.add("value", node{{}, *x.text.value});
    break;
  case kind::number: add_json(x.number.value); break;
  case kind::boolean:
    if (x.boolean.value)
      out.add("value", node{{}, true});
    break;
  case kind::datetime:
    if (x.date.value)
      out.add("value", node{{}, date_bound_text(*x.date.value)});
    break;
  case kind::array: add_json(x.array.value); break;
  default: break;
  }
}

void write_range(source& x, wording& out) {
  if (x.type == kind::number && x.number.range_value)
    out.add("range_value", from_json(*x.number.range_value));
  else if (x.type == kind::datetime && x.date.range_value)
    out.add("range_value", node{{}, date_bound_text(*x.date.range_value)});
}

void check(reader& r, const written& keys, source& x) {
  auto name = in_quotes(name_of(x.type));
  for (auto& rule : belongings()) {
    auto fits = std::find(rule.types.begin(), rule.types.end(), x.type) != rule.types.end();
    if (keys.has(rule.key) && !fits)
      keys.error(r, rule.key, "is no key of the type " + name);
    if (!keys.has(rule.key) && fits && rule.required)
      keys.error(r, rule.key, "missing; the type " + name + " needs it");
  }
  auto between = x.comparison == comparison::between;
  if (x.type == kind::datetime) {
    if (!keys.has("value"))
      keys.error(r, "value", "missing; the type " + name + " needs it");
    if (between && !keys.has("range_value"))
      keys.error(r, "range_value", "missing; BETWEEN needs it");
  } else if (x.type == kind::number) {
    if (between && !keys.has("range_value"))
      keys.warning(r, "operator", "BETWEEN without range_value matches nothing");
  } else if (x.type == kind::string && !keys.has("value")) {
    keys.warning(r, "type", "without value, no text matches");
  }
}

constexpr int32_t half_equator_m = 20'037'508; // no two points are further apart

format<double> latitude() { return number(-90, 90); }
format<double> longitude() { return number(-180, 180); }
format<int64_t> length() { return integer(0, std::numeric_limits<int32_t>::max()); }

/// A member of one of the source's members.
template <class Outer, class Inner>
auto within(Outer source::*outer, Inner Outer::*inner) {
  return [=](source& x) -> Inner& { return x.*outer.*inner; };
}

} // namespace

void add_required(table& keys, predicate_kind type) {
  for (auto& rule : belongings())
    if (rule.required && rule.types.front() == type && !find(keys, rule.key))
      keys.push_back(
          {std::string{rule.key}, {}, type == kind::geojson ? node{{}, ""} : node{{}, int64_t{0}}});
}

format<predicate_kind> predicate_type() { return spelled(kinds, type_letter); }

const section<predicate_source>& predicate_section() {
  using s = source;
  static const section<s> it{
      "What a message must be for a link to take it. Which keys there are depends on `type`.",
      {
          {"type",
           &s::type,
           spelled(kinds, type_letter),
           "What is compared: OpenRemote's predicateType, also in its own spelling, e.g. "
           "\"value-any\".",
           {.example = "\"string\"", .fallback = "none", .required = true}},
          {"match", within(&s::text, &string_predicate::match), spelled(matches, to_upper),
           "string: where the value must stand in the text."},
          {"case_sensitive", within(&s::text, &string_predicate::case_sensitive), boolean(),
           "string: false compares both in upper case."},
          {"operator", &s::comparison, spelled(operators, to_upper),
           "number, datetime: how the value is compared."},
          {key_info{
               .name = "value",
               .doc = "string, number, boolean, datetime, array: what to compare with. A datetime "
                      "is a date or a duration from now, an array's value one of its elements.",
               .type = "depends on the type",
               .schema = R"({"type":["string","number","boolean","array","object"]})",
               .example = "\"A\""},
           read_value, write_value},
          {key_info{
               .name = "range_value",
               .doc = "number, datetime: the upper end for BETWEEN; both ends are included.",
               .type = "depends on the type",
               .schema = R"({"type":["string","number"]})",
               .example = "\"PT1H\""},
           read_range, write_range},
          {"negate", &s::negate, boolean(),
           "string, number, datetime, value_empty: takes what would not match. What is neither "
           "number nor date never matches, negated or not."},
          {"negated", &s::negated, boolean(),
           "array, radial, rect, geojson: takes the arrays, or the points, that would not match."},
          {"index", within(&s::array, &array_predicate::index), length(),
           "array: where the value must stand, from 0."},
          {"length_equals", within(&s::array, &array_predicate::length_equals), length(),
           "array: the number of its elements."},
          {"length_greater_than", within(&s::array, &array_predicate::length_greater_than),
           length(), "array: there are more elements."},
          {"length_less_than", within(&s::array, &array_predicate::length_less_than), length(),
           "array: there are fewer elements."},
          {"radius",
           within(&s::radial, &radial_predicate::radius_m),
           number(0, half_equator_m),
           "radial: how far from the centre, in metres.",
           {.example = "250", .fallback = "none"}},
          {"lat",
           within(&s::radial, &radial_predicate::lat),
           latitude(),
           "radial: the centre's latitude in degrees.",
           {.example = "51.44", .fallback = "none"}},
          {"lng",
           within(&s::radial, &radial_predicate::lng),
           longitude(),
           "radial: the centre's longitude in degrees.",
           {.example = "5.47", .fallback = "none"}},
          {"lat_min",
           within(&s::rect, &rect_predicate::lat_min),
           latitude(),
           "rect: the southern edge in degrees.",
           {.example = "51.3", .fallback = "none"}},
          {"lng_min",
           within(&s::rect, &rect_predicate::lng_min),
           longitude(),
           "rect: the western edge in degrees.",
           {.example = "5.3", .fallback = "none"}},
          {"lat_max",
           within(&s::rect, &rect_predicate::lat_max),
           latitude(),
           "rect: the northern edge in degrees.",
           {.example = "51.6", .fallback = "none"}},
          {"lng_max",
           within(&s::rect, &rect_predicate::lng_max),
           longitude(),
           "rect: the eastern edge in degrees.",
           {.example = "5.6", .fallback = "none"}},
          {"geo_json", within(&s::geojson, &geojson_predicate::geo_json),
           text(R"('{"type":"Polygon","coordinates":[[[5,51],[6,51],[6,52],[5,51]]]}')"),
           "geojson: a Polygon, MultiPolygon or Point, a Feature or a FeatureCollection."},
          {"timestamp",
           within(&s::calendar, &calendar_predicate::timestamp_ms),
           integer(0, 253'402'300'799'999),
           "calendar_event: the time at which an event must be active, in ms since the epoch.",
           {.example = "1700000000000", .fallback = "when the message comes"}},
      },
      check};
  return it;
}

} // namespace troupe::config
