#include "actors/link/step_reading.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/payload.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

/// Of the message as it came there is one document for all its links.
const json_node* parsed(std::string_view text, filter_workspace& space, std::string& problem) {
  auto whole = space.message ? space.message->text() : std::string_view{};
  if (space.message && text.data() == whole.data() && text.size() == whole.size()) {
    auto node = space.message->json();
    if (!node)
      problem = space.message->json_problem();
    return node;
  }
  auto& document = *space.documents.emplace_back(std::make_unique<json_document>());
  if (document.parse(text))
    return &document.root();
  problem = document.problem();
  return nullptr;
}

bool opens_container(std::string_view text) {
  auto first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && (text[first] == '[' || text[first] == '{');
}

std::optional<exact_number> number_in(std::string_view text) {
  auto core = trimmed(text);
  if (!core.starts_with('"'))
    return exact_number::parse(core);
  json_document document;
  auto quoted = document.parse(core) && document.root().kind == json_kind::text;
  return quoted ? exact_number::parse(trimmed(document.root().text())) : std::nullopt;
}

} // namespace

const json_node* node_of(const step_value& x) {
  auto node = std::get_if<const json_node*>(&x.content);
  return node ? *node : nullptr;
}

bool is_null_step(const step_value& x) {
  auto node = node_of(x);
  return std::holds_alternative<std::monostate>(x.content)
         || (node && node->kind == json_kind::null);
}

std::optional<std::string_view> text_of(const step_value& x) {
  if (auto text = std::get_if<std::string_view>(&x.content))
    return *text;
  if (auto node = node_of(x))
    return node->kind == json_kind::text ? std::optional{node->text()} : std::nullopt;
  auto native = std::get_if<value>(&x.content);
  auto text = native ? std::get_if<std::string>(native) : nullptr;
  return text ? std::optional<std::string_view>{*text} : std::nullopt;
}

const json_node* as_json(const step_value& x, filter_workspace& space, std::string& problem) {
  if (auto node = node_of(x); node && node->kind != json_kind::text)
    return node;
  auto text = text_of(x);
  if (auto native = std::get_if<value>(&x.content)) // does not outlive the step
    text = space.forms.emplace_front(text ? std::string{*text} : to_json(*native));
  return text ? parsed(*text, space, problem) : nullptr;
}

const json_node* container_of(const step_value& x, filter_workspace& space) {
  if (auto node = node_of(x); node && node->is_container())
    return node;
  auto text = text_of(x);
  if (auto native = std::get_if<value>(&x.content))
    if (auto json = std::get_if<json_text>(native))
      text = json->text;
  std::string ignored;
  return text && opens_container(*text) ? parsed(*text, space, ignored) : nullptr;
}

std::optional<std::string_view> text_form(const step_value& x, std::string& buffer) {
  if (auto text = text_of(x))
    return text;
  buffer.clear();
  auto native = std::get_if<value>(&x.content);
  if (auto node = node_of(x))
    write_json(buffer, *node);
  else if (!native)
    return std::nullopt;
  else if (auto document = std::get_if<json_text>(native))
    return opens_container(document->text)
               ? std::nullopt
               : std::optional{quoted_word(*document).value_or(document->text)};
  else if (auto number = std::get_if<double>(native))
    buffer = to_java_text(*number);
  else
    append_json(buffer, *native);
  return buffer;
}

std::optional<std::string_view> text_form(const step_value& x, filter_workspace& space) {
  std::string buffer;
  auto text = text_form(x, buffer);
  if (!buffer.empty())
    return space.forms.emplace_front(std::move(buffer));
  if (text && std::holds_alternative<value>(x.content))
    return space.forms.emplace_front(*text);
  return text;
}

caf::expected<value> coerce(const step_value& x, value_type to) {
  if (auto text = std::get_if<std::string_view>(&x.content))
    return coerce_text(*text, to);
  if (auto node = node_of(x))
    return coerce_json(*node, to);
  auto native = std::get_if<value>(&x.content);
  return native ? coerce_native(*native, to) : value{};
}

std::optional<exact_number> number_of(const step_value& x) {
  if (auto node = node_of(x)) {
    auto is_one = node->is_number() || node->kind == json_kind::text;
    return is_one ? exact_number::parse(trimmed(node->text())) : std::nullopt;
  }
  if (auto text = text_of(x))
    return number_in(*text);
  auto native = std::get_if<value>(&x.content);
  if (!native)
    return std::nullopt;
  if (auto whole = std::get_if<int64_t>(native))
    return exact_number{*whole};
  if (auto fraction = std::get_if<double>(native))
    return exact_number{*fraction};
  auto json = std::get_if<json_text>(native); // an integer beyond 64 bits
  return json ? exact_number::parse(json->text) : std::nullopt;
}

std::optional<int64_t> date_of(const json_node& x) { return date_of(step_value{&x}); }

std::optional<int64_t> date_of(const step_value& x) {
  auto date = coerce(x, value_type::date_and_time);
  auto ms = date ? std::get_if<int64_t>(&*date) : nullptr;
  return ms ? std::optional{*ms} : std::nullopt;
}

} // namespace troupe
