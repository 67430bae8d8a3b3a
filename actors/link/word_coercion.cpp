#include "actors/link/word_coercion.hpp"

#include "actors/link/number_text.hpp"
#include "schemas/ascii.hpp"
#include "schemas/text.hpp"

#include <array>
#include <span>

namespace troupe {
namespace {

/// Source: OpenRemote's AttributeExecuteStatus and ConnectionStatus; the order counts.
constexpr std::array<std::string_view, 7> execution_words{
    "REQUEST_START", "REQUEST_REPEATING", "REQUEST_CANCEL", "READY",
    "COMPLETED",     "RUNNING",           "CANCELLED"};
constexpr std::array<std::string_view, 8> connection_words{
    "DISCONNECTED", "CONNECTING", "DISCONNECTING", "CONNECTED",
    "DISABLED",     "WAITING",    "ERROR",         "STOPPED"};

std::span<const std::string_view> words_of(value_type x) {
  if (x == value_type::execution_status)
    return execution_words;
  return connection_words;
}

/// Two hexadecimal digits for each part; what is no part gives none.
std::string hex_of(const json_node* part) {
  constexpr auto hex = "0123456789ABCDEF";
  if (!part)
    return {};
  auto number = token_to_whole(*part, value_type::integer);
  auto x = number ? std::get_if<int64_t>(&*number) : nullptr;
  if (!x || *x < 0 || *x > 255)
    return {};
  return {hex[*x / 16], hex[*x % 16]};
}

std::string hex_of(std::string_view text) {
  if (text.starts_with('#'))
    text.remove_prefix(1);
  auto out = ascii_upper(text);
  return out.find_first_not_of("0123456789ABCDEF") == out.npos ? out : "";
}

} // namespace

caf::expected<value> token_to_word(const json_node& x, value_type to) {
  auto words = words_of(to);
  if (x.kind != json_kind::text && x.kind != json_kind::integer)
    return misfit(to, "it is no word");
  auto text = trimmed(x.text());
  for (auto word : words)
    if (equal_in_any_case(text, word))
      return value{quote_word(word)};
  auto is_ordinal = x.kind == json_kind::integer || (text.size() == 1 && text[0] <= '9');
  auto index = is_ordinal ? parse_integer(text) : std::nullopt;
  if (!index || *index < 0 || *index >= static_cast<int64_t>(words.size()))
    return misfit(to, "it is none of its words");
  return value{quote_word(words[static_cast<size_t>(*index)])};
}

caf::expected<value> token_to_colour(const json_node& x, value_type to) {
  std::string hex;
  if (x.kind == json_kind::text)
    hex = hex_of(x.text());
  else if (x.kind == json_kind::object)
    hex = hex_of(x.member("r")) + hex_of(x.member("g")) + hex_of(x.member("b"));
  else if (x.kind == json_kind::array && !x.element(3))
    hex = hex_of(x.element(0)) + hex_of(x.element(1)) + hex_of(x.element(2));
  if (hex.size() != 6)
    return misfit(to, "it is no colour such as #1E90FF");
  return value{quote_word("#" + hex)};
}

} // namespace troupe
