#include "actors/asset/forward_routes.hpp"

#include <algorithm>

namespace troupe {

void forward_routes::attach(targets x, size_t attributes) {
  auto before = std::exchange(targets_, {});
  routes_.clear();
  if (!x.empty())
    routes_.resize(attributes);
  for (auto& to : x) {
    auto number = static_cast<uint32_t>(targets_.size());
    for (uint32_t i = 0; i < to.sources.size(); ++i)
      routes_[to.sources[i].attribute].push_back({number, i});
    auto told = std::any_of(
        before.begin(), before.end(), [&](auto& y) { return y.told && y.to.link == to.link; });
    targets_.push_back({std::move(to), told, {}});
  }
}

void forward_routes::add(target& to, uint32_t forward, const attribute_state& x) {
  auto row = to.to.first_row + forward;
  (*to.to.counters)[row].add(outbound::requested);
  to.leaving.push_back(
      {forward, x.timestamp_ms, x.content, write_ticket{to.to.counters, row, outbound::queued}});
}

} // namespace troupe
