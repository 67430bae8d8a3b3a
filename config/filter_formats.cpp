#include "config/formats.hpp"

namespace troupe::config {
namespace {

/// One filter as it is written.
struct filter_source {
  std::string type;
  json_path_filter json_path;
};

const std::vector<std::string_view> known_types{"json_path"};

std::string path_problem(std::string_view x) {
  return x.find_first_not_of(" \t") == std::string_view::npos ? "is blank; expected a path" : "";
}

format<std::string> json_path_text() {
  return checked_text("a JSON path", "\"$.oil.temp\"", path_problem);
}

std::string& path_of(filter_source& x) { return x.json_path.path; }
bool& first_of(filter_source& x) { return x.json_path.return_first; }
bool& last_of(filter_source& x) { return x.json_path.return_last; }

const section<filter_source>& filter_section() {
  using s = filter_source;
  static const section<s> it{
      "One filter of a chain; each gets what the one before gave.",
      {
          {"type",
           &s::type,
           text("\"json_path\""),
           "What the filter does: \"json_path\".",
           {.required = true}},
          {"path",
           path_of,
           json_path_text(),
           "What to take from the JSON document.",
           {.required = true}},
          {"return_first", first_of, boolean(),
           "Of an array that the path gives, only the first item."},
          {"return_last", last_of, boolean(),
           "Of an array that the path gives, only the last item."},
      }};
  return it;
}

/// Another type has other keys, so nothing else is worth a complaint then.
bool known_type(reader& r, const node& x) {
  auto keys = as<table>(x);
  auto type = keys ? find(*keys, "type") : nullptr;
  auto name = type ? as<std::string>(type->value) : nullptr;
  if (!name || *name == known_types.front())
    return true;
  reader::step in{r, "type"};
  r.error(type->value.at, "unknown filter " + in_quotes(*name) + hint(*name, known_types));
  return false;
}

std::string show(const std::vector<value_filter>&) { return {}; }

} // namespace

format<std::vector<value_filter>> value_filters() {
  auto read = [](reader& r, const node& x) -> std::optional<std::vector<value_filter>> {
    auto list = as<array>(x);
    if (!list)
      return r.expected(x, "an array of filters"), std::nullopt;
    std::vector<value_filter> out;
    for (size_t i = 0; i < list->size(); ++i) {
      reader::step in{r, i};
      auto& item = (*list)[i];
      filter_source source;
      if (!known_type(r, item))
        continue;
      filter_section().read(r, {{}, item.at, item}, source);
      source.json_path.at = item.at;
      out.push_back(std::move(source.json_path));
    }
    return out;
  };
  return {
      "an array of filters", {},  R"([{ type = "json_path", path = "$.oil.temp" }])", read, show,
      &filter_section(),     true};
}

format<std::vector<value_filter>> short_json_path() {
  auto one = json_path_text();
  auto read = [one](reader& r, const node& x) -> std::optional<std::vector<value_filter>> {
    auto path = one.read(r, x);
    if (!path)
      return std::nullopt;
    return std::vector<value_filter>{json_path_filter{*std::move(path), false, false, x.at}};
  };
  return {one.type, one.schema, one.example, read, show};
}

} // namespace troupe::config
