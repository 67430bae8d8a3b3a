#include "actors/agent/subscription_plan.hpp"

#include "schemas/errors.hpp"
#include "schemas/text.hpp"
#include "schemas/topic.hpp"

#include <algorithm>
#include <unordered_map>

namespace troupe {
namespace {

bool valid_qos(int x) { return x >= 0 && x <= 2; }

/// The entries as they count: trimmed, blank and repeated ones left out.
caf::expected<std::vector<std::string>> checked(const std::vector<std::string>& entries) {
  std::vector<std::string> out;
  for (auto& raw : entries) {
    auto entry = trimmed(raw);
    if (entry.empty() || std::find(out.begin(), out.end(), entry) != out.end())
      continue;
    if (!valid_filter(entry) || !has_wildcard(entry))
      return failure(
          errc::config_invalid, "wildcard_subscription_topics: \"" + std::string{entry}
                                    + "\" is no topic filter with a wildcard; + and # stand alone "
                                      "in their level, # last");
    out.emplace_back(entry);
  }
  return out;
}

class planner {
public:
  explicit planner(std::vector<std::string> entries) : entries_{std::move(entries)} {}

  void add(const wanted_topic& x) {
    if (!valid_filter(x.topic)) {
      out_.services.push_back({0, false, "\"" + x.topic + "\" is no valid topic filter"});
      return;
    }
    auto entry = covering(x.topic);
    auto number = subscribe(entry ? *entry : x.topic, x.qos);
    out_.services.push_back({number, entry != nullptr, {}});
  }

  subscription_plan take() { return std::move(out_); }

private:
  const std::string* covering(const std::string& topic) const {
    if (has_wildcard(topic))
      return nullptr;
    auto covers = [&](const std::string& entry) { return matches(entry, topic); };
    auto entry = std::find_if(entries_.begin(), entries_.end(), covers);
    return entry == entries_.end() ? nullptr : &*entry;
  }

  uint32_t subscribe(const std::string& topic, int qos) {
    auto number = static_cast<uint32_t>(out_.subscriptions.size());
    auto [place, is_new] = numbers_.emplace(topic, number);
    if (is_new)
      out_.subscriptions.push_back({topic, qos});
    auto& x = out_.subscriptions[place->second];
    x.qos = std::max(x.qos, qos);
    return place->second;
  }

  std::vector<std::string> entries_;
  std::unordered_map<std::string, uint32_t> numbers_;
  subscription_plan out_;
};

} // namespace

int subscribe_qos(const agent_link_settings& link, const agent_settings& agent) {
  auto qos = link.qos.value_or(agent.subscribe_qos);
  return valid_qos(qos) ? qos : 0;
}

int publish_qos(const agent_link_settings& link, const agent_settings& agent) {
  auto qos = link.qos && valid_qos(*link.qos) ? *link.qos : agent.publish_qos;
  return valid_qos(qos) ? qos : 0;
}

caf::expected<subscription_plan> plan_subscriptions(
    const std::vector<std::string>& entries, const std::vector<wanted_topic>& wanted) {
  auto good = checked(entries);
  if (!good)
    return good.error();
  planner plan{std::move(*good)};
  for (auto& x : wanted)
    plan.add(x);
  return plan.take();
}

} // namespace troupe
