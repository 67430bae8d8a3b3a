#include "actors/link/coercion.hpp"

#include "actors/link/number_text.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <limits>

namespace troupe {
namespace {

caf::error misfit(value_type to, std::string_view cause) {
  return failure(
      errc::value_invalid,
      "the value does not fit type " + std::string{to_string(to)} + ": " + std::string{cause});
}

bool is_one_of(std::string_view x, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), x) != words.end();
}

bool equals_ignoring_case(std::string_view x, std::string_view lower) {
  return x.size() == lower.size()
         && std::equal(x.begin(), x.end(), lower.begin(), [](char a, char b) {
              return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b;
            });
}

caf::expected<value> whole_number(int64_t x, value_type to) {
  if (to == value_type::integer
      && (x < std::numeric_limits<int32_t>::min() || x > std::numeric_limits<int32_t>::max()))
    return misfit(to, "it is beyond 32 bits");
  return value{x};
}

caf::expected<value> whole_part(double x, value_type to) {
  if (auto whole = truncated(x))
    return whole_number(*whole, to);
  return misfit(to, "it is out of range");
}

/// Runs `use` on the JSON in `text`, or says why there is none.
template <class Use>
caf::expected<value> with_json(std::string_view text, value_type to, Use use) {
  json_document document;
  if (!document.parse(text))
    return misfit(to, "the text is no JSON, " + document.problem());
  return use(document.root());
}

// -- from texts ---------------------------------------------------------------

std::optional<bool> boolean_word(std::string_view x) {
  if (is_one_of(x, {"true", "True", "TRUE"}))
    return true;
  if (is_one_of(x, {"false", "False", "FALSE"}))
    return false;
  return std::nullopt;
}

/// Runs `use` on the text in a JSON string.
template <class Use>
caf::expected<value> with_quoted(std::string_view text, value_type to, Use use) {
  if (!text.starts_with('"'))
    return misfit(to, "the text cannot be read as one");
  return with_json(text, to, [&](const json_node& x) { return use(trimmed(x.text())); });
}

bool is_zero(std::string_view whole_number) {
  return whole_number.find_first_not_of("-0") == whole_number.npos;
}

caf::expected<value> text_to_boolean(std::string_view text, value_type to) {
  auto core = trimmed(text);
  if (auto x = boolean_word(core))
    return value{*x};
  if (is_json_number(core) && is_whole(core))
    return value{!is_zero(core)};
  return with_quoted(core, to, [to](std::string_view inner) -> caf::expected<value> {
    if (auto x = boolean_word(inner))
      return value{*x};
    return misfit(to, "the text cannot be read as one");
  });
}

caf::expected<value> text_to_whole(std::string_view text, value_type to) {
  auto core = trimmed(text);
  if (auto x = parse_integer(core))
    return whole_number(*x, to);
  if (is_json_number(core)) {
    auto fraction = is_whole(core) ? std::nullopt : parse_double(core);
    return fraction ? whole_part(*fraction, to) : misfit(to, "it is out of range");
  }
  return with_quoted(core, to, [to](std::string_view inner) -> caf::expected<value> {
    if (auto x = parse_integer(inner))
      return whole_number(*x, to);
    return misfit(to, "the text cannot be read as one");
  });
}

caf::expected<value> text_to_number(std::string_view text, value_type to) {
  auto core = trimmed(text);
  if (auto x = parse_double(core))
    return value{*x};
  return with_quoted(core, to, [to](std::string_view inner) -> caf::expected<value> {
    if (auto x = parse_double(inner))
      return value{*x};
    return misfit(to, "the text cannot be read as one");
  });
}

caf::expected<value> text_to_object(std::string_view text, value_type to) {
  return with_json(text, to, [to](const json_node& x) -> caf::expected<value> {
    if (x.kind != json_kind::object)
      return misfit(to, "the JSON is no object");
    return to_value(x);
  });
}

caf::expected<value> text_to_json(std::string_view text) {
  json_document document;
  if (document.parse(text))
    return to_value(document.root());
  return value{std::string{text}};
}

// -- from JSON ----------------------------------------------------------------

bool is_number(const json_node& x) {
  return x.kind == json_kind::integer || x.kind == json_kind::fraction;
}

caf::expected<value> json_to_boolean(const json_node& x, value_type to) {
  auto is_word = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return equals_ignoring_case(x.text(), word);
    });
  };
  switch (x.kind) {
  case json_kind::boolean: return value{x.is_true()};
  case json_kind::integer: return value{!is_zero(x.text())};
  case json_kind::fraction: return misfit(to, "it is a fraction");
  case json_kind::text:
    if (is_word({"true", "on", "1"}))
      return value{true};
    if (is_word({"false", "off", "0"}))
      return value{false};
    return misfit(to, "the text cannot be read as one");
  default: return misfit(to, "it is an object or an array");
  }
}

caf::expected<value> json_to_whole(const json_node& x, value_type to) {
  if (x.kind == json_kind::boolean)
    return value{int64_t{x.is_true()}};
  if (x.is_container())
    return misfit(to, "it is an object or an array");
  auto text = trimmed(x.text());
  if (auto whole = parse_integer(text))
    return whole_number(*whole, to);
  auto fraction = x.kind == json_kind::integer ? std::nullopt : parse_double(text);
  if (fraction)
    return whole_part(*fraction, to);
  return misfit(to, is_number(x) ? "it is out of range" : "the text cannot be read as one");
}

caf::expected<value> json_to_number(const json_node& x, value_type to) {
  if (x.kind == json_kind::boolean)
    return value{x.is_true() ? 1.0 : 0.0};
  if (x.is_container())
    return misfit(to, "it is an object or an array");
  if (auto number = parse_double(trimmed(x.text())))
    return value{*number};
  return misfit(to, "the text cannot be read as one");
}

caf::expected<value> json_to_text(const json_node& x) {
  std::string out;
  if (x.kind == json_kind::text)
    out = x.text();
  else
    write_json(out, x);
  return value{std::move(out)};
}

caf::expected<value> json_to_object(const json_node& x, value_type to) {
  if (x.kind == json_kind::object)
    return to_value(x);
  if (x.kind == json_kind::text)
    return text_to_object(x.text(), to);
  return misfit(to, "it is no object");
}

// -- from typed values --------------------------------------------------------

caf::expected<value> document_to_type(const json_text& x, value_type to) {
  return with_json(x.text, to, [&](const json_node& root) -> caf::expected<value> {
    if (to == value_type::json_object && root.kind == json_kind::object)
      return value{x};
    if (is_number(root)) // too large for 64 bits
      return coerce_json(root, to);
    return misfit(to, "it is an object or an array");
  });
}

struct native_coercion {
  value_type to;

  caf::expected<value> operator()(std::monostate) const { return value{}; }

  caf::expected<value> operator()(bool x) const {
    switch (to) {
    case value_type::boolean: return value{x};
    case value_type::text: return value{std::string{x ? "true" : "false"}};
    default: return misfit(to, "it is a boolean");
    }
  }

  caf::expected<value> operator()(int64_t x) const {
    switch (to) {
    case value_type::boolean: return value{x != 0};
    case value_type::number: return value{static_cast<double>(x)};
    case value_type::text: return value{std::to_string(x)};
    case value_type::json_object: return misfit(to, "it is a number");
    default: return whole_number(x, to);
    }
  }

  caf::expected<value> operator()(double x) const {
    switch (to) {
    case value_type::boolean: return misfit(to, "it is a fraction");
    case value_type::number: return value{x};
    case value_type::text: return value{to_java_text(x)};
    case value_type::json_object: return misfit(to, "it is a number");
    default: return whole_part(x, to);
    }
  }

  caf::expected<value> operator()(const std::string& x) const { return coerce_text(x, to); }

  caf::expected<value> operator()(const json_text& x) const { return document_to_type(x, to); }
};

} // namespace

caf::expected<value> coerce_text(std::string_view text, value_type to) {
  switch (to) {
  case value_type::boolean: return text_to_boolean(text, to);
  case value_type::integer:
  case value_type::long_: return text_to_whole(text, to);
  case value_type::number: return text_to_number(text, to);
  case value_type::text: return value{std::string{text}};
  case value_type::json_object: return text_to_object(text, to);
  case value_type::json: return text_to_json(text);
  }
  return misfit(to, "the type is unknown");
}

caf::expected<value> coerce_json(const json_node& x, value_type to) {
  if (x.kind == json_kind::null && to != value_type::json_object)
    return value{};
  switch (to) {
  case value_type::boolean: return json_to_boolean(x, to);
  case value_type::integer:
  case value_type::long_: return json_to_whole(x, to);
  case value_type::number: return json_to_number(x, to);
  case value_type::text: return json_to_text(x);
  case value_type::json_object: return json_to_object(x, to);
  case value_type::json: return to_value(x);
  }
  return misfit(to, "the type is unknown");
}

caf::expected<value> coerce_native(const value& x, value_type to) {
  if (to == value_type::json)
    return x;
  return std::visit(native_coercion{to}, x);
}

value to_value(const json_node& x) {
  switch (x.kind) {
  case json_kind::null: return {};
  case json_kind::boolean: return x.is_true();
  case json_kind::integer:
    if (auto whole = parse_integer(x.text()))
      return *whole;
    return json_text{std::string{x.text()}};
  case json_kind::fraction: return parse_double(x.text()).value_or(0);
  case json_kind::text: return std::string{x.text()};
  default: break;
  }
  json_text out;
  write_json(out.text, x);
  return out;
}

caf::expected<value> parse_written(std::string_view json, value_type to) {
  json_document document;
  if (!document.parse(json))
    return failure(errc::value_invalid, "the value is no JSON: " + document.problem());
  return coerce_native(to_value(document.root()), to);
}

} // namespace troupe
