#pragma once

#include "config/settings.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// The QoS of a link's subscription: the link's, else the agent's; one outside
/// 0…2 counts as 0.
int subscribe_qos(const agent_link_settings& link, const agent_settings& agent);

/// The QoS of a link's messages: the link's if in 0…2, else the agent's.
int publish_qos(const agent_link_settings& link, const agent_settings& agent);

/// A topic that links want, with the QoS they want it at.
struct wanted_topic {
  std::string topic;
  int qos = 0;
};

/// What to subscribe for the links of an agent.
struct subscription_plan {
  /// One SUBSCRIBE; no topic comes twice.
  struct subscription {
    std::string topic;
    int qos = 0; ///< The highest that any of its links wants.
  };

  /// Which subscription serves a wanted topic.
  struct service {
    uint32_t subscription = 0;
    bool by_equality = false; ///< A wildcard entry serves it: only messages on exactly this topic.
    std::string problem;      ///< Not empty: the topic cannot be subscribed; the rest is unset.
  };

  std::vector<subscription> subscriptions;
  std::vector<service> services; ///< In the order of the wanted topics.
};

/// Plans for an agent's `wildcard_subscription_topics` and the topics its links
/// want. A topic without wildcards is served by the first entry that covers it,
/// everything else by a subscription of its own. Fails with `config_invalid`
/// for an entry that is no filter with a wildcard.
caf::expected<subscription_plan> plan_subscriptions(
    const std::vector<std::string>& entries, const std::vector<wanted_topic>& wanted);

} // namespace troupe
