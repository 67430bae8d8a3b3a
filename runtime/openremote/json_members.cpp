#include "runtime/openremote/json_members.hpp"

#include "actors/link/number_text.hpp"
#include "config/spelling.hpp"
#include "schemas/ascii.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <algorithm>

namespace troupe {
namespace {

/// What may stand in a sentence.
constexpr size_t shown_max = 80;

std::string shown(std::string_view x) {
  auto cut = x.size() > shown_max ? x.substr(0, shown_max) : x;
  return repaired_utf8(cut) + (cut.size() < x.size() ? "…" : "");
}

} // namespace

json_members::json_members(const json_node& x) : object_{&x} {
  if (x.kind == json_kind::object)
    return;
  object_ = nullptr;
  problem_ = failure(errc::config_invalid, "is no JSON object");
}

const json_node* json_members::find(std::string_view name) const {
  asked_.push_back(name);
  auto found = object_ ? object_->member(name) : nullptr;
  return found && found->kind != json_kind::null ? found : nullptr;
}

std::optional<std::string> json_members::text(std::string_view name) {
  auto found = find(name);
  if (!found)
    return std::nullopt;
  if (!found->is_container())
    return std::string{found->text()};
  complain(name, "is no text");
  return std::nullopt;
}

std::optional<bool> json_members::boolean(std::string_view name) {
  auto found = find(name);
  if (!found)
    return std::nullopt;
  auto is_text = found->kind == json_kind::text;
  if (found->kind == json_kind::boolean || (is_text && found->text() == "true"))
    return found->is_true();
  if (is_text && found->text() == "false")
    return false;
  complain(name, "is neither true nor false");
  return std::nullopt;
}

std::optional<int64_t> json_members::integer(std::string_view name) {
  auto found = find(name);
  if (!found)
    return std::nullopt;
  if (found->kind == json_kind::integer || found->kind == json_kind::text)
    if (auto x = parse_integer(trimmed(found->text())))
      return x;
  complain(name, "is no integer of 64 bits");
  return std::nullopt;
}

std::optional<double> json_members::number(std::string_view name) {
  auto found = find(name);
  if (!found)
    return std::nullopt;
  if (found->is_number() || found->kind == json_kind::text)
    if (auto x = parse_double(trimmed(found->text())))
      return x;
  complain(name, "is no number");
  return std::nullopt;
}

const json_node* json_members::list(std::string_view name) {
  auto found = find(name);
  if (!found || found->kind == json_kind::array)
    return found;
  complain(name, "is no array");
  return nullptr;
}

const json_node* json_members::object(std::string_view name) {
  auto found = find(name);
  if (!found || found->kind == json_kind::object)
    return found;
  complain(name, "is no object");
  return nullptr;
}

std::string json_members::unasked() const {
  for (auto x = object_ ? object_->begin() : nullptr; object_ && x != object_->end(); x = x->next())
    if (std::find(asked_.begin(), asked_.end(), x->key()) == asked_.end())
      return "there is no member " + config::in_quotes(x->key()) + ", so it is passed over"
             + config::likely(x->key(), asked_);
  return {};
}

void json_members::complain(std::string_view name, const std::string& what) {
  if (!problem_)
    problem_ = failure(errc::config_invalid, std::string{name} + " " + shown(what));
}

void json_members::complain_within(std::string_view name, const caf::error& why) {
  if (!problem_)
    problem_ = failure(errc::config_invalid, std::string{name} + ": " + sentence(why));
}

bool json_members::is_word(std::string_view x, std::string_view upper) {
  return equal_in_any_case(x, upper);
}

} // namespace troupe
