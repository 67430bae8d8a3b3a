#include "config/formats.hpp"

#include <cmath>

namespace troupe::config {
namespace {

constexpr int64_t index_max = INT32_MAX; // OpenRemote's

/// In each section, so that it is a known key; it has been read by then.
template <class T>
key_of<T> type_key() {
  return {key_info{.name = "type"}, [](reader&, const entry&, T&) {}};
}

std::string path_problem(std::string_view x) {
  return x.find_first_not_of(" \t") == std::string_view::npos ? "is blank; expected a path" : "";
}

format<std::string> json_path_text() {
  return checked_text("a JSON path", "\"$.oil.temp\"", path_problem);
}

const section<json_path_filter>& json_path_section() {
  using s = json_path_filter;
  static const section<s> it{
      "",
      {
          type_key<s>(),
          {"path",
           &s::path,
           json_path_text(),
           "What to take from the JSON document.",
           {.required = true}},
          {"return_first", &s::return_first, boolean(),
           "Of an array that the path gives, only the first item."},
          {"return_last", &s::return_last, boolean(),
           "Of an array that the path gives, only the last item."},
      }};
  return it;
}

const section<regex_filter>& regex_section() {
  using s = regex_filter;
  static const section<s> it{
      "",
      {
          type_key<s>(),
          {"pattern",
           &s::pattern,
           text("'temp=(\\d+)'"),
           "A regular expression of Java, found anywhere in the text.",
           {.required = true}},
          {"dot_all", &s::dot_all, boolean(), "A dot is any character, also the end of a line."},
          {"multiline", &s::multiline, boolean(), "^ and $ are the ends of lines, too."},
          {"match_group",
           &s::match_group,
           integer(0, index_max),
           "Which group of the match to take; 0 is all of it.",
           {.example = "1"}},
          {"match_index",
           &s::match_index,
           integer(-index_max, index_max),
           "Which match to take, from 0.",
           {.example = "2"}},
      }};
  return it;
}

const section<substring_filter>& substring_section() {
  using s = substring_filter;
  static const section<s> it{
      "",
      {
          type_key<s>(),
          {"begin_index",
           &s::begin_index,
           integer(-index_max, index_max),
           "Where the part begins, in UTF-16 units from 0; -1 is the end of the text, -2 the last "
           "unit.",
           {.example = "10"}},
          {"end_index",
           &s::end_index,
           integer(-index_max, index_max),
           "Where the part has ended; -1 leaves out the last unit.",
           {.example = "-1", .fallback = "the end of the text"}},
      }};
  return it;
}

const section<math_filter>& math_section() {
  using s = math_filter;
  static const section<s> it{
      "",
      {
          type_key<s>(),
          {"expression",
           &s::expression,
           text("\"(x - 32) / 1.8\""),
           "An expression in the value x, in exp4j's notation.",
           {.required = true}},
      }};
  return it;
}

const section<troupe::topic_filter>& topic_section() {
  using s = troupe::topic_filter;
  static const section<s> it{
      "",
      {
          type_key<s>(),
          {"level",
           &s::level,
           integer(-UINT16_MAX, UINT16_MAX),
           "Which level of the message's topic to take, from 0; -1 is the last.",
           {.example = "1", .required = true}},
      }};
  return it;
}

format<int64_t> widths() {
  auto out = integer(1, 8);
  out.type = "1, 2, 4 or 8";
  out.schema = R"({"enum":[1,2,4,8]})";
  return out;
}

void check(reader& r, const written& keys, bytes_filter& x) {
  auto width = x.width == 1 || x.width == 2 || x.width == 4 || x.width == 8;
  if (!width)
    return keys.error(r, "width", std::to_string(x.width) + " is not 1, 2, 4 or 8");
  if (x.is_float && x.width < 4)
    keys.error(r, "float", "needs a width of 4 or 8");
  for (auto key : {"signed", "mask", "shift"})
    if (x.is_float && keys.has(key))
      keys.error(r, key, "says nothing about a float");
  if (x.mask && x.width < 8 && *x.mask >> (8 * x.width) != 0)
    keys.error(r, "mask", "has more bits than the width");
  if (x.shift >= 8 * x.width)
    keys.error(r, "shift", "leaves no bit of the width");
  if (x.scale == 0 || !std::isfinite(x.scale))
    keys.error(r, "scale", "expected a finite number that is not 0");
}

const section<bytes_filter>& bytes_section() {
  using s = bytes_filter;
  static const words<byte_order> orders{{"big", byte_order::big}, {"little", byte_order::little}};
  static const section<s> it{
      "",
      {
          type_key<s>(),
          {"offset",
           &s::offset,
           integer(-index_max, index_max),
           "The number's first byte, from 0; -1 is the last byte of the message.",
           {.example = "2"}},
          {"width", &s::width, widths(), "How many bytes it has.", {.example = "2"}},
          {"endian", &s::endian, choice(orders),
           "Whether the highest or the lowest byte is first."},
          {"signed", &s::is_signed, boolean(), "The highest bit, of the mask if any, is the sign."},
          {"float", &s::is_float, boolean(), "IEEE 754, of 4 or 8 bytes."},
          {"mask",
           &s::mask,
           integer(1, INT64_MAX),
           "The bits that count.",
           {.example = "0x0FFF", .fallback = "all"}},
          {"shift",
           &s::shift,
           integer(0, 63),
           "By how many bits to move what the mask leaves to "
           "the right.",
           {.example = "4"}},
          {"scale", &s::scale, number(), "What to multiply with, last.", {.example = "0.1"}},
      },
      check};
  return it;
}

/// One type of filter.
struct filter_type {
  std::string_view name;
  const section_info* keys;
  std::string_view main_key; ///< Where the filter is said to stand.
  bool of_message;           ///< Needs one; a written value has none.
  value_filter (*read)(reader&, const node&);
  wording (*write)(const value_filter&);
};

template <class T, const section<T>& (*Keys)()>
value_filter read_as(reader& r, const node& x) {
  T out;
  Keys().read(r, {{}, x.at, x}, out);
  return out;
}

template <class T, const section<T>& (*Keys)()>
wording write_as(const value_filter& x) {
  return Keys().write(std::get<T>(x));
}

template <class T, const section<T>& (*Keys)()>
filter_type type_of(std::string_view name, std::string_view main_key, bool of_message = false) {
  return {name, &Keys(), main_key, of_message, read_as<T, Keys>, write_as<T, Keys>};
}

/// In the order of the variant's alternatives.
const std::vector<filter_type>& filter_types() {
  static const std::vector<filter_type> them{
      type_of<json_path_filter, json_path_section>("json_path", "path"),
      type_of<regex_filter, regex_section>("regex", "pattern"),
      type_of<substring_filter, substring_section>("substring", "type"),
      type_of<math_filter, math_section>("math_expression", "expression"),
      type_of<troupe::topic_filter, topic_section>("topic", "level", true),
      type_of<bytes_filter, bytes_section>("bytes", "type", true),
  };
  return them;
}

std::vector<std::string_view> type_names() {
  std::vector<std::string_view> out;
  for (auto& x : filter_types())
    out.push_back(x.name);
  return out;
}

/// The keys of all types as one table, for the reference.
const section_info& all_keys() {
  static const auto it = [] {
    section_info out{"One filter of a chain; each gets what the one before gave.", {}};
    std::string words;
    for (auto name : type_names())
      words.append(words.empty() ? "" : ",").append(in_quotes(name));
    out.keys.push_back(
        {.name = "type",
         .doc = "What the filter does; which other keys there are depends on it.",
         .type = one_of(type_names()),
         .schema = "{\"enum\":[" + words + "]}",
         .example = "\"json_path\"",
         .required = true});
    for (auto& type : filter_types())
      for (auto key : type.keys->keys)
        if (key.name != "type") {
          key.doc = "Of " + in_quotes(type.name) + (key.required ? ", required: " : ": ") + key.doc;
          if (std::exchange(key.required, false)) // not of every filter
            key.fallback.clear();
          out.keys.push_back(std::move(key));
        }
    return out;
  }();
  return it;
}

const filter_type* find_type(reader& r, const node& x, bool written) {
  auto keys = as<table>(x);
  if (!keys)
    return r.expected(x, "a table"), nullptr;
  auto type = find(*keys, "type");
  reader::step in{r, "type"};
  if (!type)
    return r.error(x.at, "missing; expected " + one_of(type_names())), nullptr;
  auto name = as<std::string>(type->value);
  if (!name)
    return r.expected(type->value, one_of(type_names())), nullptr;
  for (auto& known : filter_types())
    if (known.name == *name) {
      if (!written || !known.of_message)
        return &known;
      r.error(
          type->value.at, "a filter of type " + in_quotes(*name)
                              + " needs a message, which a written value is not");
      return nullptr;
    }
  r.error(type->value.at, "unknown filter " + in_quotes(*name) + hint(*name, type_names()));
  return nullptr;
}

std::optional<node> write_filters(const std::vector<value_filter>& filters) {
  array out;
  for (auto& x : filters) {
    auto& type = filter_types()[x.index()];
    auto content = type.write(x);
    if (!content.beyond_toml.empty())
      return std::nullopt;
    content.keys.insert(content.keys.begin(), entry{"type", {}, node{{}, std::string{type.name}}});
    out.push_back({{}, std::move(content.keys)});
  }
  return node{{}, std::move(out)};
}

format<std::vector<value_filter>> filters(bool written) {
  auto read = [written](reader& r, const node& x) -> std::optional<std::vector<value_filter>> {
    auto list = as<array>(x);
    if (!list)
      return r.expected(x, "an array of filters"), std::nullopt;
    std::vector<value_filter> out;
    for (size_t i = 0; i < list->size(); ++i) {
      reader::step in{r, i};
      auto& item = (*list)[i];
      auto type = find_type(r, item, written);
      if (!type)
        continue;
      auto filter = type->read(r, item);
      auto main = find(*as<table>(item), type->main_key);
      std::visit([&](auto& y) { y.at = main ? main->value.at : item.at; }, filter);
      out.push_back(std::move(filter));
    }
    return out;
  };
  return {
      "an array of filters",
      {},
      R"([{ type = "json_path", path = "$.oil.temp" }])",
      read,
      [](const std::vector<value_filter>&) { return ""; },
      &all_keys(),
      true,
      write_filters};
}

} // namespace

format<std::vector<value_filter>> value_filters() { return filters(false); }

format<std::vector<value_filter>> write_value_filters() { return filters(true); }

format<std::vector<value_filter>> short_json_path() {
  auto one = json_path_text();
  auto read = [one](reader& r, const node& x) -> std::optional<std::vector<value_filter>> {
    auto path = one.read(r, x);
    if (!path)
      return std::nullopt;
    return std::vector<value_filter>{json_path_filter{*std::move(path), false, false, x.at}};
  };
  return {
      one.type, one.schema, one.example, read, [](const std::vector<value_filter>&) { return ""; }};
}

} // namespace troupe::config
