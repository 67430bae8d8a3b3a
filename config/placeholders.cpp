#include "config/placeholders.hpp"

#include "config/spelling.hpp"

#include <algorithm>
#include <optional>

namespace troupe::config {
namespace {

constexpr std::string_view parameter_start = "%PARAM:";
constexpr size_t longest_text = 65'535; // of topics and names
constexpr size_t longest_payload = 1 << 20;

/// Hands the literal parts and the names in braces of `topic` to `text` and `name`, in order.
/// False, and the rest of the topic, at a brace that is neither of them.
template <class Text, class Name>
bool walk(std::string_view& topic, Text&& text, Name&& name) {
  while (!topic.empty()) {
    auto at = topic.find_first_of("{}");
    text(topic.substr(0, at));
    if (at == topic.npos)
      return true;
    topic.remove_prefix(at);
    if (topic.starts_with("{{") || topic.starts_with("}}")) {
      text(topic.substr(0, 1));
      topic.remove_prefix(2);
      continue;
    }
    auto end = topic.front() == '{' ? topic.find_first_of("{}/", 1) : topic.npos;
    if (end == topic.npos || topic[end] != '}' || !name(topic.substr(1, end - 1)))
      return false;
    topic.remove_prefix(end + 1);
  }
  return true;
}

std::optional<std::string_view> column(std::string_view name, const parameters* row) {
  if (!row)
    return std::nullopt;
  if (row->any)
    return name;
  if (!row->names)
    return std::nullopt;
  auto found = std::find(row->names->begin(), row->names->end(), name);
  if (found == row->names->end())
    return std::nullopt;
  return (*row->values)[static_cast<size_t>(found - row->names->begin())];
}

std::optional<std::string_view> in_braces(std::string_view name, const link_names& names) {
  if (name == "asset" && !names.asset.empty())
    return names.asset;
  if (name == "attribute" && !names.attribute.empty())
    return names.attribute;
  if (name.empty() || name == "asset" || name == "attribute")
    return std::nullopt;
  return column(name, names.row);
}

/// "{asset}, {attribute} or {line}", without commas and words for one.
std::string known_names(const link_names& names) {
  std::vector<std::string> all;
  if (!names.asset.empty())
    all.emplace_back("{asset}");
  if (!names.attribute.empty())
    all.emplace_back("{attribute}");
  if (names.row && names.row->names)
    for (auto& x : *names.row->names)
      all.push_back("{" + x + "}");
  std::string out;
  for (size_t i = 0; i < all.size(); ++i)
    out += (i == 0 ? "" : i + 1 == all.size() ? " or " : ", ") + all[i];
  return out.empty() ? "no placeholder" : out;
}

/// What the sending of a value replaces.
size_t count_of_sending(std::string_view text) {
  size_t out = 0;
  for (auto at = text.find('%'); at != text.npos; at = text.find('%', at + 1))
    out += text.substr(at).starts_with("%VALUE") || text.substr(at).starts_with("%TIME");
  return out;
}

/// The name of the `%PARAM:name%` at the front of `text`.
std::optional<std::string_view> parameter_at(std::string_view text) {
  if (!text.starts_with(parameter_start))
    return std::nullopt;
  auto end = text.find('%', parameter_start.size());
  if (end == text.npos)
    return std::nullopt;
  return text.substr(parameter_start.size(), end - parameter_start.size());
}

} // namespace

std::string placeholder_problem(std::string_view text, const link_names& known) {
  std::string unknown;
  size_t size = 0;
  auto name = [&](std::string_view x) {
    if (auto value = in_braces(x, known))
      return size += value->size(), true;
    unknown = "{" + std::string{x} + "}";
    return false;
  };
  if (walk(
          text, [&](std::string_view x) { size += x.size(); }, name))
    return size <= longest_text || !known.row
               ? ""
               : "is longer than 65535 bytes with the values of its placeholders";
  auto expected = "expected " + known_names(known) + "; a brace itself is written "
                  + (text.front() == '{' ? "{{" : "}}");
  if (unknown.empty())
    return "has a lone \"" + std::string{text.front()} + "\"; " + expected;
  return "has the unknown placeholder " + in_quotes(unknown) + "; " + expected;
}

std::string expand_topic(std::string_view topic, const link_names& names) {
  std::string out;
  walk(
      topic, [&](std::string_view x) { out += x; },
      [&](std::string_view x) {
        out += in_braces(x, names).value_or("");
        return true;
      });
  return out;
}

std::string payload_problem(std::string_view text, const link_names& names) {
  auto size = text.size();
  for (auto at = text.find(parameter_start); at != text.npos;
       at = text.find(parameter_start, at + 1)) {
    auto name = parameter_at(text.substr(at));
    auto value = name ? column(*name, names.row) : std::nullopt;
    size += value.value_or("").size();
    if (!name || value)
      continue;
    auto placeholder = in_quotes("%PARAM:" + std::string{*name} + "%");
    if (!names.row || !names.row->names)
      return "has " + placeholder + ", but parameters are columns of an asset_group's rows";
    return "has the unknown parameter " + placeholder
           + hint(*name, {names.row->names->begin(), names.row->names->end()});
  }
  if (size > longest_payload && size > text.size())
    return "is longer than 1 MiB with the values of its columns";
  if (text.find(parameter_start) == text.npos
      || count_of_sending(expand_payload(text, names)) == count_of_sending(text))
    return {};
  return "would get a %VALUE% or %TIME% from the value of a column";
}

std::string expand_payload(std::string_view text, const link_names& names) {
  struct placeholder {
    std::string_view source, content;
  };
  // The others are passed as a whole: the end of one is not the beginning of the next.
  const placeholder known[] = {
      {"%ASSET%", names.asset},
      {"%ATTRIBUTE%", names.attribute},
      {"%VALUE%", "%VALUE%"},
      {"%TIME%", "%TIME%"}};
  std::string out;
  while (!text.empty()) {
    auto at = text.find('%');
    out += text.substr(0, at);
    text.remove_prefix(std::min(at, text.size()));
    auto taken = text.substr(0, 1);
    auto content = taken;
    for (auto& x : known)
      if (text.starts_with(x.source)) {
        taken = x.source;
        content = x.content;
      }
    if (auto name = parameter_at(text))
      if (auto value = column(*name, names.row)) {
        taken = text.substr(0, parameter_start.size() + name->size() + 1);
        content = *value;
      }
    out += content;
    text.remove_prefix(taken.size());
  }
  return out;
}

} // namespace troupe::config
