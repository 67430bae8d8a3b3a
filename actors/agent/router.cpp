#include "actors/agent/router.hpp"

namespace troupe {

void router::attach(link_route x) {
  if (auto known = places_.find(x.number); known != places_.end())
    groups_[known->second].route = std::move(x);
  else
    add(std::move(x));
}

void router::change(const std::vector<uint32_t>& removed, std::vector<link_route> added) {
  for (auto number : removed)
    places_.erase(number);
  auto before = std::exchange(groups_, {});
  auto stay = std::exchange(places_, {});
  entries_.clear();
  trie_ = {};
  for (auto& x : before)
    if (stay.contains(x.route.number))
      add(std::move(x.route));
  for (auto& x : added)
    add(std::move(x));
}

void router::add(link_route x) {
  auto group_index = static_cast<uint32_t>(groups_.size());
  places_.emplace(x.number, group_index);
  for (uint32_t route = 0; route < x.topics.size(); ++route) {
    trie_.add(x.topics[route].topic, static_cast<uint32_t>(entries_.size()));
    entries_.push_back({group_index, route, 0});
  }
  groups_.push_back({std::move(x), {}});
}

std::vector<wanted_topic> router::topics() const {
  std::vector<wanted_topic> out;
  for (auto& entry : entries_) {
    auto& topic = groups_[entry.group].route.topics[entry.route];
    out.push_back({topic.topic, topic.qos});
  }
  return out;
}

uint32_t router::links_behind(size_t index) const {
  auto& entry = entries_[index];
  return static_cast<uint32_t>(groups_[entry.group].route.table->routes[entry.route].size());
}

void router::served_by(std::vector<uint32_t> subscription_of_route) {
  for (size_t i = 0; i < entries_.size(); ++i)
    entries_[i].subscription = subscription_of_route[i];
}

} // namespace troupe
