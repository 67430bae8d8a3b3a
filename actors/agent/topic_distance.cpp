#include "actors/agent/topic_distance.hpp"

#include "config/spelling.hpp"
#include "schemas/ascii.hpp"
#include "schemas/text.hpp"
#include "schemas/topic.hpp"

#include <algorithm>

namespace troupe {
namespace {

constexpr size_t levels_max = 64;
constexpr double typing_errors_max = 3;

size_t levels_of(std::string_view x) {
  return static_cast<size_t>(std::count(x.begin(), x.end(), '/')) + 1;
}

/// What of a level is wrong, and how much: less than 1 for what looks like a slip.
struct level_difference {
  double weight = 0;
  const char* kind = "";
};

level_difference compare(std::string_view wanted, std::string_view level) {
  if (wanted == "+" || wanted == level)
    return {};
  if (trimmed(wanted) == trimmed(level))
    return {0.1, "white space"};
  if (ascii_lower(wanted) == ascii_lower(level))
    return {0.1, "upper and lower case"};
  if (config::edit_distance(wanted, level, typing_errors_max) < typing_errors_max)
    return {0.5, "spelling"};
  return {1, ""};
}

std::string
level_sentence(size_t number, std::string_view level, std::string_view wanted, const char* kind) {
  auto out = "level " + std::to_string(number) + " is " + config::in_quotes(level)
             + ", the subscription has " + config::in_quotes(wanted);
  return *kind ? out + ": only " + kind + " differ" + (*kind == 'u' ? "" : "s") : out;
}

std::string sizes_sentence(std::string_view filter, size_t topic_levels) {
  auto count = [](size_t n) { return std::to_string(n) + (n == 1 ? " level" : " levels"); };
  auto out = "the topic has " + count(topic_levels) + ", the subscription "
             + std::to_string(levels_of(filter));
  return filter.find('+') == filter.npos ? out : out + "; + stands for exactly one level";
}

} // namespace

topic_distance distance_to(std::string_view filter, std::string_view topic) {
  auto reserved = topic.starts_with('$') && !filter.starts_with('$');
  if (reserved && (filter.starts_with('+') || filter.starts_with('#')))
    return {0.5, "a wildcard in the first level stands for no topic that begins with $"};
  topic_distance out;
  auto wanted_levels = levels_of(filter);
  auto topic_levels = levels_of(topic);
  auto rest = topic;
  auto wanted_rest = filter;
  auto more = true;
  auto wanted_more = true;
  auto open_end = false;
  for (size_t i = 1; more && wanted_more && i <= levels_max; ++i) {
    auto wanted = take_level(wanted_rest, wanted_more);
    if (wanted == "#") {
      open_end = true;
      break;
    }
    auto level = take_level(rest, more);
    auto difference = compare(wanted, level);
    out.levels += difference.weight;
    if (difference.weight > 0 && out.why.empty())
      out.why = level_sentence(i, level, wanted, difference.kind);
  }
  if (!open_end && wanted_levels != topic_levels) {
    auto gap =
        wanted_levels > topic_levels ? wanted_levels - topic_levels : topic_levels - wanted_levels;
    out.levels += static_cast<double>(gap);
    out.why = sizes_sentence(filter, topic_levels) + (out.why.empty() ? "" : ", and " + out.why);
  }
  return out;
}

} // namespace troupe
