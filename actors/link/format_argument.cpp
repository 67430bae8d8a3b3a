#include "actors/link/format_argument.hpp"

#include "actors/link/json_document.hpp"
#include "actors/link/number_text.hpp"

namespace troupe {
namespace {

java_argument integer(int64_t x, bool wide) {
  if (!wide && x == static_cast<int32_t>(x))
    return static_cast<int32_t>(x);
  return java_long{x};
}

java_argument integer(std::string_view digits) {
  if (auto x = parse_integer(digits))
    return integer(*x, false);
  return java_big_integer{std::string{digits}};
}

/// As java.util's maps and lists print themselves: `{a=1, b=[x, null]}`.
void append_java_text(std::string& out, const json_node& x) {
  switch (x.kind) {
  case json_kind::null: out += "null"; return;
  case json_kind::fraction: out += to_java_text(parse_double(x.text()).value_or(0)); return;
  case json_kind::boolean:
  case json_kind::integer:
  case json_kind::text: out += x.text(); return;
  case json_kind::array:
  case json_kind::object: break;
  }
  auto is_object = x.kind == json_kind::object;
  out += is_object ? '{' : '[';
  for (auto child = x.begin(); child != x.end(); child = child->next()) {
    if (child != x.begin())
      out += ", ";
    if (is_object)
      out.append(child->key()).append(1, '=');
    append_java_text(out, *child);
  }
  out += is_object ? '}' : ']';
}

/// Of a JSON value that a path found.
java_argument argument_of(const json_node& x) {
  switch (x.kind) {
  case json_kind::null: return {};
  case json_kind::boolean: return x.is_true();
  case json_kind::integer: return integer(x.text());
  case json_kind::fraction: return parse_double(x.text()).value_or(0);
  case json_kind::text: return std::string{x.text()};
  default: break;
  }
  java_object out;
  write_json(out.text, x, {.nulls = true, .empty_arrays = true});
  return out;
}

java_argument argument_of(int64_t x, value_kind kind) {
  if (kind == value_kind::date)
    return java_date{x};
  return integer(x, kind == value_kind::long_ || kind == value_kind::duration);
}

/// Of what travels as JSON: a long number, a word, an object or an array.
java_argument argument_of(const json_text& x, value_kind kind) {
  if (kind == value_kind::big_integer)
    return java_big_integer{x.text};
  if (kind == value_kind::big_number)
    return java_big_decimal{x.text};
  if (auto word = quoted_word(x))
    return std::string{*word};
  json_document document;
  if (!document.parse(x.text))
    return java_object{x.text};
  auto& root = document.root();
  if (root.kind == json_kind::integer)
    return integer(root.text());
  java_object out;
  append_java_text(out.text, root);
  return out;
}

} // namespace

java_argument argument_of(const step_value& x, value_kind kind) {
  if (auto node = std::get_if<const json_node*>(&x.content))
    return argument_of(**node);
  if (auto text = std::get_if<std::string_view>(&x.content))
    return std::string{*text};
  auto native = std::get_if<value>(&x.content);
  if (!native)
    return {};
  if (auto b = std::get_if<bool>(native))
    return *b;
  if (auto i = std::get_if<int64_t>(native))
    return argument_of(*i, kind);
  if (auto d = std::get_if<double>(native))
    return *d;
  if (auto text = std::get_if<std::string>(native))
    return *text;
  if (auto json = std::get_if<json_text>(native))
    return argument_of(*json, kind);
  return {};
}

} // namespace troupe
