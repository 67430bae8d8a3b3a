#include "actors/asset/silence.hpp"

#include <algorithm>

namespace troupe {

constexpr size_t names_shown = 3;

std::vector<silence_view> silences(
    const std::string& realm, const asset_settings& asset, const freshness& x,
    const std::function<int64_t(size_t)>& last_ms, int64_t started_ms) {
  std::vector<silence_view> out;
  for (size_t i = 0; i < asset.attributes.size(); ++i) {
    if (!x.silent(i))
      continue;
    auto& attribute = asset.attributes[i];
    auto link = attribute.agent_link ? &*attribute.agent_link : nullptr;
    auto agent = link ? link->agent : std::string{};
    auto last = last_ms(i);
    auto view = std::find_if(out.begin(), out.end(), [&](auto& y) { return y.agent == agent; });
    if (view == out.end()) {
      auto topic = link ? link->subscription_topic : std::string{};
      auto every_ms = attribute.expect_every.value_or(milliseconds{0}).count();
      out.push_back({realm, asset.id, agent, topic, {}, 0, every_ms, 0, true});
      view = std::prev(out.end());
    }
    auto since = last == 0 ? started_ms : last;
    view->since_ms = view->count == 0 ? since : std::min(view->since_ms, since);
    view->never = view->never && last == 0;
    if (view->count++ < names_shown)
      view->attributes.push_back(attribute.name);
  }
  return out;
}

} // namespace troupe
