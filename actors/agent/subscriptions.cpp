#include "actors/agent/subscriptions.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace troupe {
namespace {

constexpr size_t topics_per_packet = 100; // keeps one packet from holding up other clients
constexpr size_t packets_under_way = 4;

bool refused(int code) { return code >= 128; }

} // namespace

void subscriptions::want(
    const std::vector<topic_request>& topics, const std::vector<uint32_t>& links) {
  auto before = std::exchange(views_, {});
  std::unordered_map<std::string_view, uint32_t> places;
  for (uint32_t i = 0; i < before.size(); ++i)
    places.emplace(before[i].topic, i);
  std::vector<uint32_t> now(before.size(), gone);
  views_.reserve(topics.size());
  for (uint32_t i = 0; i < topics.size(); ++i) {
    auto& view = views_.emplace_back();
    auto known = places.find(topics[i].topic);
    if (known != places.end())
      view = before[known->second];
    if (known != places.end() && view.qos == topics[i].qos)
      now[known->second] = i;
    else
      view.code = -1;
    view.topic = topics[i].topic;
    view.qos = topics[i].qos;
    view.links = links[i];
  }
  for (auto& [request, indices] : under_way_)
    for (auto& index : indices)
      if (index != gone && now[index] == gone)
        gone_.push_back(before[std::exchange(index, gone)].topic);
      else if (index != gone)
        index = now[index];
}

void subscriptions::remember(const std::vector<topic_request>& topics) {
  for (auto& x : topics)
    known_[x.topic] = x.qos;
}

std::vector<std::string> subscriptions::connected(bool session_present) {
  if (!session_present)
    known_.clear();
  waiting_.clear();
  under_way_.clear();
  gone_.clear();
  for (uint32_t i = 0; i < views_.size(); ++i) {
    auto& view = views_[i];
    auto known = known_.find(view.topic);
    auto kept = known != known_.end() && known->second == view.qos;
    view.code = kept ? (view.code >= 0 && !refused(view.code) ? view.code : view.qos) : -1;
    if (!kept)
      waiting_.push_back(i);
  }
  std::reverse(waiting_.begin(), waiting_.end());
  return unwanted();
}

std::vector<std::string> subscriptions::changed() {
  std::set<uint32_t> asked;
  for (auto& [request, indices] : under_way_)
    asked.insert(indices.begin(), indices.end());
  waiting_.clear();
  for (auto i = static_cast<uint32_t>(views_.size()); i-- > 0;)
    if (views_[i].code < 0 && !asked.contains(i))
      waiting_.push_back(i);
  return unwanted();
}

/// What the broker has, or may have, though nobody wants it; it is forgotten.
std::vector<std::string> subscriptions::unwanted() {
  std::set<std::string> rest{gone_.begin(), gone_.end()};
  gone_.clear();
  for (auto& [topic, qos] : known_)
    rest.insert(topic);
  for (auto& view : views_)
    rest.erase(view.topic);
  for (auto& topic : rest)
    known_.erase(topic);
  return {rest.begin(), rest.end()};
}

std::optional<subscriptions::request> subscriptions::next() {
  if (waiting_.empty() || under_way_.size() >= packets_under_way)
    return std::nullopt;
  request out{++last_request_, {}};
  auto& indices = under_way_[out.number];
  while (!waiting_.empty() && out.topics.size() < topics_per_packet) {
    auto index = waiting_.back();
    waiting_.pop_back();
    indices.push_back(index);
    out.topics.push_back({views_[index].topic, views_[index].qos});
  }
  return out;
}

std::vector<std::string>
subscriptions::answered(uint32_t number, const std::vector<uint8_t>& codes) {
  std::vector<std::string> out;
  auto found = under_way_.find(number);
  if (found == under_way_.end())
    return out;
  for (size_t i = 0; i < found->second.size(); ++i) {
    if (found->second[i] == gone)
      continue;
    auto& view = views_[found->second[i]];
    view.code = i < codes.size() ? codes[i] : 128; // a packet that failed grants nothing
    if (refused(view.code))
      out.push_back(view.topic);
    else
      known_[view.topic] = view.qos;
  }
  under_way_.erase(found);
  return out;
}

std::vector<topic_request> subscriptions::granted() const {
  std::vector<topic_request> out;
  for (auto& [topic, qos] : known_)
    out.push_back({topic, qos});
  return out;
}

void subscriptions::count(uint32_t index, int64_t now_ms) {
  auto& view = views_[index];
  ++view.messages;
  view.last_message_ms = now_ms;
}

} // namespace troupe
