#include "config/formats.hpp"
#include "config/placeholders.hpp"
#include "schemas/topic.hpp"

#include <algorithm>

namespace troupe::config {
namespace {

std::string_view trimmed(std::string_view x) {
  constexpr auto blanks = " \t\r\n";
  auto begin = x.find_first_not_of(blanks);
  if (begin == std::string_view::npos)
    return {};
  return x.substr(begin, x.find_last_not_of(blanks) - begin + 1);
}

std::string entry_problem(std::string_view x) {
  auto topic = trimmed(x);
  return topic.empty() ? "" : wildcard_topic_problem(topic);
}

/// Names in place of the placeholders tell what is wrong with all the others.
template <std::string (*Problem)(std::string_view)>
format<std::string> link_topic(std::string type, std::string example) {
  auto out = checked_text(std::move(type), std::move(example), [](std::string_view) { return ""; });
  out.read = [any = out.read](reader& r, const node& x) -> std::optional<std::string> {
    auto text = any(r, x);
    if (!text)
      return std::nullopt;
    const parameters themselves{nullptr, nullptr, true};
    auto problem = placeholder_problem(*text, {"asset", "attribute", r.row});
    if (problem.empty())
      problem = Problem(expand_topic(*text, {"asset", "attribute", &themselves}));
    if (!problem.empty())
      return r.error(x.at, in_quotes(*text) + " " + problem), std::nullopt;
    return text;
  };
  return out;
}

} // namespace

format<std::string> link_topic_filter() {
  return link_topic<topic_filter_problem>("a topic filter", "\"hall/press/+/telemetry\"");
}

format<std::string> link_topic_name() {
  return link_topic<topic_name_problem>("a topic", "\"hall/{asset}/{attribute}/set\"");
}

format<std::string> topic_name() {
  return checked_text("a topic", "\"hall/press/9/set\"", topic_name_problem);
}

format<std::vector<std::string>> wildcard_topics() {
  auto out = texts(checked_text("a topic filter with a wildcard", "\"hall/#\"", entry_problem));
  out.read = [all = out.read](reader& r, const node& x) -> std::optional<std::vector<std::string>> {
    auto written = all(r, x);
    if (!written)
      return std::nullopt;
    std::vector<std::string> topics;
    for (auto& text : *written)
      if (std::string topic{trimmed(text)};
          !topic.empty() && std::find(topics.begin(), topics.end(), topic) == topics.end())
        topics.push_back(std::move(topic));
    return topics;
  };
  return out;
}

} // namespace troupe::config
