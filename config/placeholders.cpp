#include "config/placeholders.hpp"

#include "config/spelling.hpp"

namespace troupe::config {
namespace {

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

} // namespace

std::string placeholder_problem(std::string_view topic) {
  std::string unknown;
  auto name = [&](std::string_view x) {
    if (x == "asset" || x == "attribute")
      return true;
    unknown = "{" + std::string{x} + "}";
    return false;
  };
  if (walk(
          topic, [](std::string_view) {}, name))
    return {};
  auto known = std::string{"expected {asset} or {attribute}; a brace itself is written "}
               + (topic.front() == '{' ? "{{" : "}}");
  if (unknown.empty())
    return "has a lone \"" + std::string{topic.front()} + "\"; " + known;
  return "has the unknown placeholder " + in_quotes(unknown) + "; " + known;
}

std::string expand_topic(std::string_view topic, const link_names& names) {
  std::string out;
  walk(
      topic, [&](std::string_view x) { out += x; },
      [&](std::string_view x) {
        out += x == "asset" ? names.asset : names.attribute;
        return true;
      });
  return out;
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
    out += content;
    text.remove_prefix(taken.size());
  }
  return out;
}

} // namespace troupe::config
