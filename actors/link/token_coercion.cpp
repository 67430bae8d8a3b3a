#include "actors/link/token_coercion.hpp"

#include "actors/link/container_coercion.hpp"
#include "actors/link/date_value.hpp"
#include "actors/link/decimal_parts.hpp"
#include "actors/link/duration_value.hpp"
#include "actors/link/number_text.hpp"
#include "actors/link/word_coercion.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

constexpr auto unreadable = "the text cannot be read as one";

caf::expected<value> digits_or_misfit(std::optional<std::string> json, value_type to) {
  if (json && json->size() <= number_size_max) // what is longer could not be read again
    return value{json_text{std::move(*json)}};
  return misfit(to, unreadable);
}

caf::expected<value> word_or_misfit(const std::optional<std::string>& word, value_type to) {
  return word ? caf::expected<value>{value{quote_word(*word)}} : misfit(to, unreadable);
}

caf::expected<value> integer_or_misfit(std::optional<int64_t> x, value_type to) {
  return x ? caf::expected<value>{value{*x}} : misfit(to, unreadable);
}

caf::expected<value> to_big_integer(const json_node& x, value_type to, digits form) {
  switch (x.kind) {
  case json_kind::integer: return digits_or_misfit(parse_big_integer(x.text()), to);
  case json_kind::fraction: {
    auto number = parse_decimal(number_text(x, form));
    return digits_or_misfit(number ? whole_digits(*number) : std::nullopt, to);
  }
  case json_kind::text:
    if (is_null_word(x.text()))
      return value{};
    return digits_or_misfit(parse_big_integer(trimmed(x.text())), to);
  default: return misfit(to, "it is no number");
  }
}

caf::expected<value> to_big_number(const json_node& x, value_type to, digits form) {
  if (!x.is_number() && x.kind != json_kind::text)
    return misfit(to, "it is no number");
  if (x.kind == json_kind::text && is_null_word(x.text()))
    return value{};
  auto number = parse_decimal(x.is_number() ? number_text(x, form) : trimmed(x.text()));
  return digits_or_misfit(number ? std::optional{to_text(*number)} : std::nullopt, to);
}

caf::expected<value> to_date(const json_node& x, value_type to) {
  if (x.kind == json_kind::integer)
    return integer_or_misfit(parse_integer(x.text()), to);
  if (x.kind != json_kind::text)
    return misfit(to, "it is neither a text nor a whole number");
  if (is_null_word(x.text()))
    return value{};
  return integer_or_misfit(date_value_of(x.text()), to);
}

std::optional<int64_t> seconds_to_ms(std::string_view seconds) {
  auto number = parse_decimal(seconds);
  if (!number || number->scale < -20) // beyond 64 bits, unless it is zero
    return std::nullopt;
  number->scale -= 3;
  auto ms = whole_digits(*number);
  return ms ? parse_integer(*ms) : std::nullopt;
}

/// Whole numbers are milliseconds, fractions are seconds: so Jackson has it.
caf::expected<value> to_duration(const json_node& x, value_type to, digits form) {
  switch (x.kind) {
  case json_kind::integer: return integer_or_misfit(parse_integer(x.text()), to);
  case json_kind::fraction: return integer_or_misfit(seconds_to_ms(number_text(x, form)), to);
  case json_kind::text: {
    auto text = trimmed(x.text());
    return text.empty() ? value{} : integer_or_misfit(duration_value_of(text), to);
  }
  default: return misfit(to, "it is neither a text nor a number");
  }
}

caf::expected<value> to_period(const json_node& x, value_type to) {
  if (x.kind != json_kind::text)
    return misfit(to, "it is no text");
  if (kind_of(to) == value_kind::period_and_duration)
    return word_or_misfit(period_and_duration_value_of(x.text()), to);
  auto text = trimmed(x.text());
  return text.empty() ? value{} : word_or_misfit(period_value_of(text), to);
}

} // namespace

caf::expected<value> token_to_value(const json_node& x, value_type to, digits form) {
  if (x.kind == json_kind::null)
    return value{};
  switch (kind_of(to)) {
  case value_kind::boolean: return token_to_boolean(x, to);
  case value_kind::integer:
  case value_kind::long_:
  case value_kind::byte: return token_to_whole(x, to);
  case value_kind::number: return token_to_number(x, to);
  case value_kind::text: return token_to_text(x, to, form);
  case value_kind::big_integer: return to_big_integer(x, to, form);
  case value_kind::big_number: return to_big_number(x, to, form);
  case value_kind::date: return to_date(x, to);
  case value_kind::duration: return to_duration(x, to, form);
  case value_kind::period:
  case value_kind::period_and_duration: return to_period(x, to);
  case value_kind::word: return token_to_word(x, to);
  case value_kind::colour: return token_to_colour(x, to);
  case value_kind::point: return token_to_point(x, to);
  case value_kind::map: return token_to_map(x, to, form);
  case value_kind::array: return token_to_array(x, to, form);
  case value_kind::object:
    if (x.kind != json_kind::object)
      return misfit(to, "it is no object");
    return to_value(x);
  case value_kind::json: return to_value(x);
  }
  return misfit(to, "the type is unknown");
}

caf::expected<value> token_to_value(std::string_view text, value_type to) {
  json_node x;
  x.kind = json_kind::text;
  x.text_data = text.data();
  x.text_size = static_cast<uint32_t>(text.size());
  return token_to_value(x, to, digits::as_written);
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

} // namespace troupe
