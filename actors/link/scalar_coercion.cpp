#include "actors/link/scalar_coercion.hpp"

#include "actors/link/number_text.hpp"
#include "schemas/ascii.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <limits>

namespace troupe {
namespace {

constexpr auto unreadable = "the text cannot be read as one";
constexpr auto container = "it is an object or an array";

bool is_one_of(std::string_view x, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), x) != words.end();
}

std::optional<bool> boolean_word(std::string_view x) {
  if (is_one_of(x, {"true", "True", "TRUE"}))
    return true;
  if (is_one_of(x, {"false", "False", "FALSE"}))
    return false;
  return std::nullopt;
}

bool is_zero(std::string_view whole_number) {
  return whole_number.find_first_not_of("-0") == whole_number.npos;
}

/// The value of a text that is a JSON string in quotes, by Jackson's rule.
caf::expected<value> quoted(
    std::string_view text, value_type to,
    caf::expected<value> (*rule)(const json_node&, value_type)) {
  json_document document;
  if (!text.starts_with('"') || !document.parse(text))
    return misfit(to, unreadable);
  auto out = rule(document.root(), to);
  return out && is_null(*out) ? misfit(to, unreadable) : std::move(out);
}

} // namespace

caf::error misfit(value_type to, std::string_view cause) {
  return failure(
      errc::value_invalid,
      "the value does not fit type " + std::string{to_string(to)} + ": " + std::string{cause});
}

std::string number_text(const json_node& number, digits form) {
  if (number.kind == json_kind::integer || form == digits::as_written)
    return std::string{number.text()};
  return to_java_text(parse_double(number.text()).value_or(0));
}

bool is_null_word(std::string_view x) {
  auto core = trimmed(x);
  return core.empty() || core == "null";
}

caf::expected<value> whole_number(int64_t x, value_type to) {
  switch (kind_of(to)) {
  case value_kind::integer:
    if (x != static_cast<int32_t>(x))
      return misfit(to, "it is beyond 32 bits");
    return value{x};
  case value_kind::byte: // bit patterns are welcome: 255 is -1
    if (x < std::numeric_limits<int8_t>::min() || x > std::numeric_limits<uint8_t>::max())
      return misfit(to, "it is beyond 8 bits");
    return value{int64_t{static_cast<int8_t>(x)}};
  default: return value{x};
  }
}

caf::expected<value> whole_part(double x, value_type to) {
  if (auto whole = truncated(x))
    return whole_number(*whole, to);
  return misfit(to, "it is out of range");
}

// -- from raw payloads --------------------------------------------------------

caf::expected<value> text_to_boolean(std::string_view text, value_type to) {
  auto core = trimmed(text);
  if (auto x = boolean_word(core))
    return value{*x};
  if (is_json_number(core) && is_whole(core))
    return value{!is_zero(core)};
  return quoted(core, to, token_to_boolean);
}

caf::expected<value> text_to_whole(std::string_view text, value_type to) {
  auto core = trimmed(text);
  if (auto x = parse_integer(core))
    return whole_number(*x, to);
  if (is_json_number(core)) {
    auto fraction = is_whole(core) ? std::nullopt : parse_double(core);
    return fraction ? whole_part(*fraction, to) : misfit(to, "it is out of range");
  }
  return quoted(core, to, token_to_whole);
}

caf::expected<value> text_to_number(std::string_view text, value_type to) {
  auto core = trimmed(text);
  if (auto x = parse_double(core))
    return value{*x};
  return quoted(core, to, token_to_number);
}

// -- from what a path found ---------------------------------------------------

caf::expected<value> json_to_boolean(const json_node& x, value_type to) {
  auto is_word = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return equal_in_any_case(x.text(), word);
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
    return misfit(to, unreadable);
  default: return misfit(to, container);
  }
}

caf::expected<value> json_to_whole(const json_node& x, value_type to) {
  if (x.kind == json_kind::boolean)
    return value{int64_t{x.is_true()}};
  if (x.is_container())
    return misfit(to, container);
  auto text = trimmed(x.text());
  if (auto whole = parse_integer(text))
    return whole_number(*whole, to);
  auto fraction = x.kind == json_kind::integer ? std::nullopt : parse_double(text);
  if (fraction)
    return whole_part(*fraction, to);
  return misfit(to, x.is_number() ? "it is out of range" : unreadable);
}

caf::expected<value> json_to_number(const json_node& x, value_type to) {
  if (x.kind == json_kind::boolean)
    return value{x.is_true() ? 1.0 : 0.0};
  if (x.is_container())
    return misfit(to, container);
  auto text = trimmed(x.text());
  auto number = text.ends_with("INF") ? std::nullopt : parse_double(text); // only payloads know it
  if (number)
    return value{*number};
  return misfit(to, unreadable);
}

caf::expected<value> json_to_text(const json_node& x) {
  std::string out;
  if (x.kind == json_kind::text)
    out = x.text();
  else
    write_json(out, x);
  return value{std::move(out)};
}

// -- within JSON --------------------------------------------------------------

caf::expected<value> token_to_boolean(const json_node& x, value_type to) {
  switch (x.kind) {
  case json_kind::boolean: return value{x.is_true()};
  case json_kind::integer: return value{!is_zero(x.text())};
  case json_kind::fraction: return misfit(to, "it is a fraction");
  case json_kind::text:
    if (auto word = boolean_word(trimmed(x.text())))
      return value{*word};
    return is_null_word(x.text()) ? caf::expected<value>{value{}} : misfit(to, unreadable);
  default: return misfit(to, container);
  }
}

caf::expected<value> token_to_whole(const json_node& x, value_type to) {
  switch (x.kind) {
  case json_kind::integer:
    if (auto whole = parse_integer(x.text()))
      return whole_number(*whole, to);
    return misfit(to, "it is out of range");
  case json_kind::fraction: return whole_part(parse_double(x.text()).value_or(0), to);
  case json_kind::text:
    if (auto whole = parse_integer(trimmed(x.text())))
      return whole_number(*whole, to);
    return is_null_word(x.text()) ? caf::expected<value>{value{}} : misfit(to, unreadable);
  case json_kind::boolean: return misfit(to, "it is a boolean");
  default: return misfit(to, container);
  }
}

caf::expected<value> token_to_number(const json_node& x, value_type to) {
  if (x.kind == json_kind::boolean)
    return misfit(to, "it is a boolean");
  if (x.is_container())
    return misfit(to, container);
  if (auto number = parse_double(trimmed(x.text())))
    return value{*number};
  return is_null_word(x.text()) ? caf::expected<value>{value{}} : misfit(to, unreadable);
}

caf::expected<value> token_to_text(const json_node& x, value_type to, digits form) {
  if (x.is_container())
    return misfit(to, container);
  return value{x.is_number() ? number_text(x, form) : std::string{x.text()}};
}

} // namespace troupe
