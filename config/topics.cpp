#include "config/topics.hpp"

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
  return {};
}

bool has_wildcard(std::string_view x) { return x.find_first_of("+#") != std::string_view::npos; }

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

std::string topic_filter_problem(std::string_view x) {
  if (auto problem = text_problem(x); !problem.empty())
    return problem;
  for (;;) {
    auto slash = x.find('/');
    auto last = slash == std::string_view::npos;
    if (auto problem = level_problem(x.substr(0, slash), last); !problem.empty() || last)
      return problem;
    x.remove_prefix(slash + 1);
  }
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

} // namespace troupe
