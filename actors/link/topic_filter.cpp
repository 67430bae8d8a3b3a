#include "actors/link/topic_filter.hpp"

#include "actors/link/filter_chain.hpp"
#include "actors/link/payload.hpp"
#include "schemas/text.hpp"

#include <algorithm>

namespace troupe {

caf::error topic_step::apply(step_value& x, filter_workspace& space) const {
  x = {std::monostate{}, true};
  if (!space.message)
    return {};
  auto rest = space.message->topic();
  auto level = level_;
  if (level < 0)
    level += std::count(rest.begin(), rest.end(), '/') + 1;
  for (; level > 0 && rest.find('/') != rest.npos; --level)
    rest.remove_prefix(rest.find('/') + 1);
  if (level != 0)
    return {};
  auto text = rest.substr(0, rest.find('/'));
  if (!valid_utf8(text))
    text = space.forms.emplace_front(repaired_utf8(text));
  x = {text, false};
  return {};
}

} // namespace troupe
