#include "schemas/topic.hpp"

#include "schemas/text.hpp"

namespace troupe {
namespace {

constexpr size_t size_max = 65'535;

bool valid_text(std::string_view x) {
  return !x.empty() && x.size() <= size_max && x.find('\0') == x.npos && valid_utf8(x);
}

} // namespace

std::string_view take_level(std::string_view& rest, bool& more) {
  auto slash = rest.find('/');
  more = slash != rest.npos;
  auto level = rest.substr(0, slash);
  rest.remove_prefix(more ? slash + 1 : rest.size());
  return level;
}

bool valid_filter(std::string_view filter) {
  if (!valid_text(filter))
    return false;
  for (bool more = true; more;) {
    auto level = take_level(filter, more);
    if (level.size() > 1 && level.find_first_of("+#") != level.npos)
      return false;
    if (level == "#" && more)
      return false;
  }
  return true;
}

bool valid_topic_name(std::string_view topic) { return valid_text(topic) && !has_wildcard(topic); }

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
