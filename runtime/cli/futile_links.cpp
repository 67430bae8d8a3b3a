#include "runtime/cli/futile_links.hpp"

#include "actors/link/regex_filter.hpp"
#include "actors/link/upper_case.hpp"
#include "config/spelling.hpp"
#include "runtime/cli/humane.hpp"

#include <algorithm>

namespace troupe::cli {
namespace {

/// What an asset's default gets wrong is told once, of the first attribute that has it.
void warn(diagnostics& out, const origin& at, const std::string& subject, const std::string& why) {
  auto known = std::any_of(out.begin(), out.end(), [&](auto& x) {
    return x.at.line == at.line && x.at.column == at.column && x.at.file == at.file
           && x.text.ends_with(why);
  });
  if (!known)
    out.push_back({diagnostic::warning, at, subject + why});
}

/// Values are looked up in upper case, nothing at all as `null`.
void check_keys(
    diagnostics& out, const agent_link_settings& link, const std::string& subject,
    const std::string& name, const std::optional<value_converter>& converter) {
  std::string upper;
  for (auto& [key, content] : converter.value_or(value_converter{})) {
    upper_case(key, upper);
    if (key != upper && key != "null")
      warn(
          out, link.origin_of(name), subject,
          "." + name + ": the key " + config::in_quotes(key)
              + " matches nothing, since values are looked up in upper case: write "
              + config::in_quotes(upper));
  }
}

/// Nothing where it is there, or may be.
std::string lack_of(const regex_filter& x) {
  if (x.match_group <= 0)
    return {};
  auto pattern = regex_step::compile(x);
  if (!pattern || x.match_group <= static_cast<int64_t>(pattern->groups()))
    return {};
  return "the pattern has " + plural(pattern->groups(), "group") + ", so match_group "
         + std::to_string(x.match_group) + " finds nothing";
}

std::string lack_of(const topic_filter& x, std::string_view topic) {
  if (topic.find('#') != topic.npos)
    return {};
  auto levels = std::count(topic.begin(), topic.end(), '/') + 1;
  if (x.level < levels && x.level >= -levels)
    return {};
  return "the topic has " + plural(static_cast<uint64_t>(levels), "level")
         + ", counted from 0, so level " + std::to_string(x.level) + " finds nothing";
}

void check_filters(
    diagnostics& out, const agent_link_settings& link, const std::string& subject,
    const std::string& name, const std::vector<value_filter>& filters) {
  for (size_t i = 0; i < filters.size(); ++i) {
    std::string lack;
    if (auto regex = std::get_if<regex_filter>(&filters[i]))
      lack = lack_of(*regex);
    else if (auto topic = std::get_if<topic_filter>(&filters[i]))
      lack = lack_of(*topic, link.subscription_topic);
    auto& at = std::visit([](auto& x) -> const origin& { return x.at; }, filters[i]);
    if (!lack.empty())
      warn(out, at, subject, "." + name + "[" + std::to_string(i) + "]: " + lack);
  }
}

} // namespace

void add_futile(diagnostics& out, const agent_link_settings& link, const std::string& subject) {
  check_keys(out, link, subject, "value_converter", link.converter);
  check_keys(out, link, subject, "write_value_converter", link.write_converter);
  check_filters(out, link, subject, "value_filters", link.value_filters);
  check_filters(out, link, subject, "message_match_filters", link.match_filters);
}

} // namespace troupe::cli
