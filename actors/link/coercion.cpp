#include "actors/link/coercion.hpp"

#include "actors/link/token_coercion.hpp"
#include "schemas/errors.hpp"

namespace troupe {
namespace {

caf::expected<value> not_null(caf::expected<value> x, value_type to) {
  return x && is_null(*x) ? misfit(to, "it is null") : std::move(x);
}

caf::expected<value> document_to_value(std::string_view text, value_type to) {
  json_document document;
  if (!document.parse(text))
    return misfit(to, "the text is no JSON, " + document.problem());
  return not_null(token_to_value(document.root(), to, digits::as_written), to);
}

/// First as one text, then as JSON.
caf::expected<value> text_to_value(std::string_view text, value_type to) {
  auto whole = token_to_value(text, to);
  if (whole && !is_null(*whole))
    return whole;
  json_document document;
  if (!document.parse(text))
    return misfit(to, "the text cannot be read as one");
  return not_null(token_to_value(document.root(), to, digits::as_written), to);
}

caf::expected<value> text_to_json(std::string_view text) {
  json_document document;
  if (document.parse(text))
    return to_value(document.root());
  return value{std::string{text}};
}

/// Whether a JSON null that a path found makes a value of this kind null. The
/// others, as in OpenRemote, do not take one.
bool takes_null(value_kind x) {
  return is_numeric(x) ? x != value_kind::byte
                       : x == value_kind::boolean || x == value_kind::text || x == value_kind::json;
}

// -- from typed values --------------------------------------------------------

caf::expected<value> scalar_to_value(json_kind kind, std::string_view text, value_type to) {
  json_node x;
  x.kind = kind;
  x.text_data = text.data();
  x.text_size = static_cast<uint32_t>(text.size());
  return not_null(token_to_value(x, to, digits::as_written), to);
}

struct native_coercion {
  value_type to;

  caf::expected<value> operator()(std::monostate) const { return value{}; }

  caf::expected<value> operator()(bool x) const {
    if (kind_of(to) == value_kind::boolean)
      return value{x};
    return scalar_to_value(json_kind::boolean, x ? "true" : "false", to);
  }

  caf::expected<value> operator()(int64_t x) const {
    switch (kind_of(to)) {
    case value_kind::integer:
    case value_kind::long_: return whole_number(x, to);
    case value_kind::number: return value{static_cast<double>(x)};
    default: return scalar_to_value(json_kind::integer, std::to_string(x), to);
    }
  }

  caf::expected<value> operator()(double x) const {
    switch (kind_of(to)) {
    case value_kind::integer:
    case value_kind::long_: return whole_part(x, to);
    case value_kind::number: return value{x};
    default: return scalar_to_value(json_kind::fraction, to_java_text(x), to);
    }
  }

  caf::expected<value> operator()(const std::string& x) const { return coerce_text(x, to); }

  caf::expected<value> operator()(const json_text& x) const {
    if (auto word = quoted_word(x))
      return coerce_text(*word, to);
    return document_to_value(x.text, to);
  }
};

} // namespace

caf::expected<value> coerce_text(std::string_view text, value_type to) {
  switch (kind_of(to)) {
  case value_kind::boolean: return text_to_boolean(text, to);
  case value_kind::integer:
  case value_kind::long_:
  case value_kind::byte: return text_to_whole(text, to);
  case value_kind::number: return text_to_number(text, to);
  case value_kind::text: return value{std::string{text}};
  case value_kind::json: return text_to_json(text);
  case value_kind::object:
  case value_kind::array:
  case value_kind::map:
  case value_kind::point: return document_to_value(text, to);
  default: return text_to_value(text, to);
  }
}

caf::expected<value> coerce_json(const json_node& x, value_type to) {
  auto kind = kind_of(to);
  if (x.kind == json_kind::null && takes_null(kind))
    return value{};
  switch (kind) {
  case value_kind::boolean: return json_to_boolean(x, to);
  case value_kind::integer:
  case value_kind::long_: return json_to_whole(x, to);
  case value_kind::number: return json_to_number(x, to);
  case value_kind::text: return json_to_text(x);
  case value_kind::big_integer:
  case value_kind::big_number:
    if (!x.is_number())
      return misfit(to, "it is no number");
    [[fallthrough]];
  default: return not_null(token_to_value(x, to, digits::as_double), to);
  }
}

caf::expected<value> coerce_native(const value& x, value_type to) {
  if (kind_of(to) == value_kind::json)
    return x;
  return std::visit(native_coercion{to}, x);
}

caf::expected<value> parse_written(std::string_view json, value_type to) {
  json_document document;
  if (!document.parse(json))
    return failure(errc::value_invalid, "the value is no JSON: " + document.problem());
  return coerce_native(to_value(document.root()), to);
}

} // namespace troupe
