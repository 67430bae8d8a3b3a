#include "actors/link/value_mapping.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/number_text.hpp"
#include "actors/link/step_reading.hpp"
#include "actors/link/upper_case.hpp"
#include "schemas/errors.hpp"
#include "schemas/utf8.hpp"

#include <algorithm>

namespace troupe {
namespace {

/// Upper case takes at most half of the bytes away (ı becomes I).
constexpr size_t shrink_max = 2;

/// `x` as a number or boolean that can be negated; null if it is none.
value negatable(const step_value& x, value_type type) {
  if (auto native = std::get_if<value>(&x.content);
      native && !std::holds_alternative<std::string>(*native)) {
    auto document = std::get_if<json_text>(native);
    if (!document)
      return *native;
    auto number = parse_double(document->text);
    return number ? value{*number} : value{};
  }
  auto kind = kind_of(type);
  if (kind != value_kind::boolean && !is_numeric(kind))
    return {};
  auto wanted = kind == value_kind::boolean ? value_type::boolean : value_type::number;
  if (auto node = node_of(x); node && node->kind == json_kind::boolean)
    return node->is_true();
  auto typed = coerce(x, wanted);
  return typed ? std::move(*typed) : value{};
}

} // namespace

caf::expected<value_mapping>
value_mapping::compile(const value_converter& entries, value_type type, direction way) {
  value_mapping out;
  out.type_ = type;
  out.way_ = way;
  for (auto& [key, content] : entries) {
    auto literal = parse_written(content.text, value_type::json);
    if (!literal)
      return failure(
          errc::config_invalid, "the converter's entry " + key + ": " + sentence(literal.error()));
    if (is_null(*literal))
      continue; // counts as absent
    entry x{key, effect::literal, std::move(*literal)};
    if (auto text = std::get_if<std::string>(&x.content)) {
      std::string word;
      upper_case(*text, word);
      if (word == "@IGNORE")
        x.effect = effect::drop;
      else if (word == "@NULL")
        x.effect = effect::null;
    }
    out.entries_.push_back(std::move(x));
  }
  auto by_key = [](const entry& a, const entry& b) { return a.key < b.key; };
  std::sort(out.entries_.begin(), out.entries_.end(), by_key);
  for (auto& x : out.entries_)
    out.longest_key_ = std::max(out.longest_key_, x.key.size());
  if (auto other = out.find("*")) {
    out.other_ = *other;
    if (other->content == value{std::string{"@NEGATE"}})
      out.other_->effect = effect::negate;
  }
  return out;
}

caf::expected<value_mapping::outcome> value_mapping::apply(step_value& x) const {
  if (auto exact = find(x))
    return apply(*exact, x);
  if (other_)
    return apply(*other_, x);
  return outcome::drop;
}

const value_mapping::entry* value_mapping::find(std::string_view key) const {
  auto before = [](const entry& e, std::string_view k) { return e.key < k; };
  auto i = std::lower_bound(entries_.begin(), entries_.end(), key, before);
  return i != entries_.end() && i->key == key ? &*i : nullptr;
}

const value_mapping::entry* value_mapping::find(const step_value& x) const {
  thread_local std::string buffer;
  thread_local std::string key;
  auto text = text_form(x, buffer);
  if (!text)
    return find("null");
  if (text->size() > longest_key_ * shrink_max)
    return nullptr;
  upper_case(*text, key);
  return find(key);
}

std::string value_mapping::key_of(const step_value& x) {
  constexpr size_t shown_max = 200;
  std::string buffer, key;
  auto text = text_form(x, buffer);
  if (!text)
    return "null";
  upper_case(utf8_head(*text, shown_max), key);
  return key;
}

caf::expected<value_mapping::outcome> value_mapping::apply(const entry& e, step_value& x) const {
  switch (e.effect) {
  case effect::literal: x = {e.content, false}; break;
  case effect::drop: return outcome::drop;
  case effect::null: x = {std::monostate{}, false}; break;
  case effect::negate: return negate(e, x);
  }
  return outcome::keep;
}

caf::expected<value_mapping::outcome> value_mapping::negate(const entry& e, step_value& x) const {
  if (is_null_step(x)) {
    if (way_ == direction::outbound)
      return failure(errc::value_invalid, "the converter cannot negate null");
    return outcome::keep;
  }
  auto number = negatable(x, type_);
  if (auto b = std::get_if<bool>(&number))
    x = {value{!*b}, false};
  else if (auto i = std::get_if<int64_t>(&number))
    x = {value{-static_cast<double>(*i)}, false};
  else if (auto d = std::get_if<double>(&number))
    x = {value{-*d}, false};
  else
    x = {e.content, false};
  return outcome::keep;
}

} // namespace troupe
