#pragma once

#include "actors/agent/subscription_plan.hpp"
#include "schemas/interfaces.hpp"
#include "schemas/topic_trie.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace troupe {

/// Which link actors want a message. Fills one batch of deliveries for each of
/// them from a batch of messages.
class router {
public:
  /// Adds a link actor, or puts a restarted one into its old place.
  void attach(link_route x);

  /// Lets go of the link actors of these numbers and adds others, between two batches.
  void change(const std::vector<uint32_t>& removed, std::vector<link_route> added);

  /// The topics of all links, in the order of their routes.
  std::vector<wanted_topic> topics() const;

  /// How many agent links want the topic of this index.
  uint32_t links_behind(size_t index) const;

  /// Which subscription serves each of `topics()`.
  void served_by(std::vector<uint32_t> subscription_of_route);

  /// Sends `messages` to the links that want them. `sink(link, deliveries)` is
  /// called once for each link, `seen(subscription, frame)` for each message
  /// and subscription. Answers how many messages no link wanted.
  template <class Sink, class Seen>
  uint64_t route(const message_batch_ptr& messages, Sink sink, Seen seen);

private:
  struct route_entry {
    uint32_t group = 0;        ///< Index into `groups_`.
    uint32_t route = 0;        ///< Index into the group's table.
    uint32_t subscription = 0; ///< Index into the agent's subscriptions.
  };
  struct group {
    link_route route;
    delivery_batch pending;
  };

  void add(link_route x);
  void deliver(uint32_t index, uint32_t frame, uint32_t route, const message_batch_ptr& messages);

  std::vector<group> groups_;
  std::unordered_map<uint32_t, uint32_t> places_; ///< Link actor's number → index of its group.
  std::vector<route_entry> entries_;
  topic_trie trie_;               ///< Topic filter → index into `entries_`.
  std::vector<uint32_t> touched_; ///< Groups with deliveries that are pending.
};

inline void
router::deliver(uint32_t index, uint32_t frame, uint32_t route, const message_batch_ptr& messages) {
  auto& to = groups_[index];
  if (to.pending.items.empty()) {
    touched_.push_back(index);
    to.pending.messages = messages;
    to.pending.table = to.route.table;
  }
  to.pending.items.push_back({frame, route});
  for (auto link : to.route.table->routes[route]) {
    auto& counters = (*to.route.table->counters)[link];
    counters.add(inbound::received);
    counters.add(inbound::at_link);
  }
}

template <class Sink, class Seen>
uint64_t router::route(const message_batch_ptr& messages, Sink sink, Seen seen) {
  uint64_t unrouted = 0;
  for (uint32_t i = 0; i < messages->frames.size(); ++i) {
    auto last = UINT32_MAX;
    trie_.match(messages->topic(messages->frames[i]), [&](uint32_t index) {
      auto& entry = entries_[index];
      deliver(entry.group, i, entry.route, messages);
      if (entry.subscription != std::exchange(last, entry.subscription))
        seen(entry.subscription, messages->frames[i]);
    });
    unrouted += last == UINT32_MAX;
  }
  for (auto index : touched_)
    sink(groups_[index].route.link, std::exchange(groups_[index].pending, {}));
  touched_.clear();
  return unrouted;
}

} // namespace troupe
