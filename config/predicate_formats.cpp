#include "config/predicate_source.hpp"

namespace troupe::config {
namespace {

value_predicate settled(predicate_source x) {
  switch (x.type) {
  case predicate_kind::string: x.text.negate = x.negate; return x.text;
  case predicate_kind::number:
    x.number.comparison = x.comparison;
    x.number.negate = x.negate;
    return x.number;
  case predicate_kind::boolean: return x.boolean;
  case predicate_kind::datetime:
    x.date.comparison = x.comparison;
    x.date.negate = x.negate;
    return x.date;
  case predicate_kind::value_any: return any_predicate{};
  case predicate_kind::value_empty: return empty_predicate{x.negate};
  case predicate_kind::array: x.array.negated = x.negated; return x.array;
  case predicate_kind::radial: x.radial.negated = x.negated; return x.radial;
  case predicate_kind::rect: x.rect.negated = x.negated; return x.rect;
  case predicate_kind::geojson: x.geojson.negated = x.negated; return x.geojson;
  case predicate_kind::calendar_event: return x.calendar;
  }
  return any_predicate{};
}

/// The way back from `settled`.
struct source_of {
  using kind = predicate_kind;
  predicate_source& out;

  void operator()(const string_predicate& x) { fill(kind::string, out.text, x).negate = x.negate; }
  void operator()(const number_predicate& x) {
    fill(kind::number, out.number, x).negate = x.negate;
    out.comparison = x.comparison;
  }
  void operator()(const boolean_predicate& x) { fill(kind::boolean, out.boolean, x); }
  void operator()(const date_predicate& x) {
    fill(kind::datetime, out.date, x).negate = x.negate;
    out.comparison = x.comparison;
  }
  void operator()(const any_predicate&) { out.type = kind::value_any; }
  void operator()(const empty_predicate& x) {
    fill(kind::value_empty, out.empty, x).negate = x.negate;
  }
  void operator()(const array_predicate& x) { fill(kind::array, out.array, x).negated = x.negated; }
  void operator()(const radial_predicate& x) {
    fill(kind::radial, out.radial, x).negated = x.negated;
  }
  void operator()(const rect_predicate& x) { fill(kind::rect, out.rect, x).negated = x.negated; }
  void operator()(const geojson_predicate& x) {
    fill(kind::geojson, out.geojson, x).negated = x.negated;
  }
  void operator()(const calendar_predicate& x) { fill(kind::calendar_event, out.calendar, x); }

  template <class T>
  predicate_source& fill(kind type, T& member, const T& x) {
    out.type = type;
    member = x;
    return out;
  }
};

std::optional<node> write_predicate(const value_predicate& x) {
  predicate_source source;
  std::visit(source_of{source}, x);
  auto out = predicate_section().write(source);
  add_required(out.keys, source.type);
  return out.beyond_toml.empty() ? std::optional{node{{}, std::move(out.keys)}} : std::nullopt;
}

/// Every other key depends on the type, so nothing else is worth a complaint
/// where that is missing or unknown.
bool has_type(reader& r, const node& x) {
  auto keys = as<table>(x);
  if (!keys)
    return r.expected(x, "a table"), false;
  if (auto foreign = find(*keys, "predicate_type")) {
    reader::step in{r, "predicate_type"};
    return r.error(foreign->at, "is called \"type\" here, as it is for filters"), false;
  }
  auto type = find(*keys, "type");
  reader::step in{r, "type"};
  if (!type)
    r.error(x.at, "missing; expected " + predicate_section().keys.front().type);
  return type && predicate_type().read(r, type->value);
}

} // namespace

format<value_predicate> predicate() {
  auto read = [](reader& r, const node& x) -> std::optional<value_predicate> {
    if (!has_type(r, x))
      return std::nullopt;
    predicate_source out;
    predicate_section().read(r, {{}, x.at, x}, out);
    return settled(std::move(out));
  };
  return {
      "a table",
      {},
      R"({ type = "string", match = "BEGIN", value = "A" })",
      read,
      [](const value_predicate&) { return ""; },
      &predicate_section(),
      false,
      write_predicate};
}

} // namespace troupe::config
