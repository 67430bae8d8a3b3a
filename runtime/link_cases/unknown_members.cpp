#include "runtime/link_cases/unknown_members.hpp"

#include "config/spelling.hpp"

#include <algorithm>
#include <vector>

namespace troupe {

std::string unknown_member(const json_node& test) {
  static const std::vector<std::string_view> known{
      "type",
      "id",
      "subscriptionTopic",
      "publishTopic",
      "qos",
      "valueFilters",
      "valueConverter",
      "messageMatchFilters",
      "messageMatchPredicate",
      "writeValueFilters",
      "writeValueConverter",
      "writeValue",
      "updateOnWrite",
      "onMiss"};
  auto link = test.kind == json_kind::object ? test.member("link") : nullptr;
  if (!link || link->kind != json_kind::object)
    return {};
  for (auto x = link->begin(); x != link->end(); x = x->next())
    if (std::find(known.begin(), known.end(), x->key()) == known.end())
      return "links have no member " + config::in_quotes(x->key()) + ", so it is passed over"
             + config::likely(x->key(), known);
  return {};
}

} // namespace troupe
