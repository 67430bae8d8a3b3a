#include "schemas/topic.hpp"

#include "schemas/text.hpp"

namespace troupe {
namespace {

constexpr size_t longest_topic = 65535;

std::string text_problem(std::string_view x) {
  if (x.empty())
    return "is empty";
  if (x.size() > longest_topic)
    return "is longer than 65535 bytes";
  if (x.find('\0') != std::string_view::npos)
    return "contains a NUL character";
  if (!valid_utf8(x))
    return "is not UTF-8";
  return {};
}

std::string level_problem(std::string_view level, bool last) {
  if (level.size() > 1 && level.find('+') != std::string_view::npos)
    return "has a \"+\" that does not fill its level";
  if (level.find('#') == std::string_view::npos)
    return {};
  if (level.size() > 1)
    return "has a \"#\" that does not fill its level";
  return last ? "" : "has a \"#\" before its last level";
}

} // namespace

std::string_view take_level(std::string_view& rest, bool& more) {
  auto slash = rest.find('/');
  more = slash != rest.npos;
  auto level = rest.substr(0, slash);
  rest.remove_prefix(more ? slash + 1 : rest.size());
  return level;
}

std::string topic_filter_problem(std::string_view x) {
  if (auto problem = text_problem(x); !problem.empty())
    return problem;
  for (bool more = true; more;) {
    auto level = take_level(x, more);
    if (auto problem = level_problem(level, !more); !problem.empty())
      return problem;
  }
  return {};
}

std::string topic_name_problem(std::string_view x) {
  if (auto problem = text_problem(x); !problem.empty())
    return problem;
  return has_wildcard(x) ? "has a wildcard, but messages go to one topic" : "";
}

std::string wildcard_topic_problem(std::string_view x) {
  if (auto problem = topic_filter_problem(x); !problem.empty())
    return problem;
  return has_wildcard(x) ? "" : "has no wildcard (\"+\" or \"#\")";
}

bool valid_filter(std::string_view filter) { return topic_filter_problem(filter).empty(); }

bool valid_topic_name(std::string_view topic) { return topic_name_problem(topic).empty(); }

std::string_view unshared(std::string_view filter) {
  constexpr std::string_view prefix = "$share/";
  auto slash = filter.starts_with(prefix) ? filter.find('/', prefix.size()) : filter.npos;
  auto is_shared = slash != filter.npos && slash > prefix.size() && slash + 1 < filter.size();
  return is_shared ? filter.substr(slash + 1) : filter;
}

bool has_wildcard(std::string_view filter) { return filter.find_first_of("+#") != filter.npos; }

bool matches(std::string_view filter, std::string_view topic) {
  if (topic.starts_with('$') && !filter.starts_with('$'))
    return false;
  for (bool more_filter = true, more_topic = true;;) {
    auto wanted = take_level(filter, more_filter);
    if (wanted == "#")
      return true;
    auto level = take_level(topic, more_topic);
    if (wanted != "+" && wanted != level)
      return false;
    if (!more_topic)
      return !more_filter || filter == "#"; // `a/#` covers `a` itself
    if (!more_filter)
      return false;
  }
}

} // namespace troupe
