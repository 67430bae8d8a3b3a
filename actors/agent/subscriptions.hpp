#pragma once

#include "schemas/messages.hpp"
#include "schemas/mqtt.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace troupe {

/// What an agent wants from its broker, what it asked for and what it got.
/// Knows no connection: it is told what happens and says what to send next.
class subscriptions {
public:
  /// The distinct topics, with the number of agent links behind each. What is known of a topic
  /// that was wanted before stays known.
  void want(const std::vector<topic_request>& topics, const std::vector<uint32_t>& links);

  /// Others are wanted while the connection stands: answers the topics to UNSUBSCRIBE. Only
  /// the difference is sent; what was refused is not asked for again.
  std::vector<std::string> changed();

  /// What an earlier run subscribed for the same client id at the same broker.
  void remember(const std::vector<topic_request>& topics);

  /// A connection begins: answers the topics to UNSUBSCRIBE. A broker that has
  /// the session still knows what it granted; only the difference is sent.
  std::vector<std::string> connected(bool session_present);

  struct request {
    uint32_t number = 0;
    std::vector<topic_request> topics;
  };
  /// The next SUBSCRIBE packet; nothing if all is asked for, or enough is under way.
  std::optional<request> next();

  /// A SUBACK came. Answers the topics that were refused.
  std::vector<std::string> answered(uint32_t number, const std::vector<uint8_t>& codes);

  /// A SUBSCRIBE got no answer: its topics are asked for again at the next connect.
  void unanswered(uint32_t number) { under_way_.erase(number); }

  /// Everything asked for has been answered.
  bool settled() const { return waiting_.empty() && under_way_.empty(); }

  /// What the broker has granted, for the next run.
  std::vector<topic_request> granted() const;

  /// A message came for the subscription of this index.
  void count(uint32_t index, int64_t now_ms);

  const std::vector<subscription_view>& view() const { return views_; }

private:
  static constexpr uint32_t gone = UINT32_MAX;

  std::vector<std::string> unwanted();

  std::vector<subscription_view> views_;
  std::map<std::string, uint8_t> known_; ///< Topic → QoS asked for, as the session has it.
  std::vector<uint32_t> waiting_;        ///< Indices not asked for yet, last first.
  std::map<uint32_t, std::vector<uint32_t>> under_way_; ///< Request → indices, or `gone`.
  std::vector<std::string> gone_; ///< Topics under way that nobody wants any more.
  uint32_t last_request_ = 0;
};

} // namespace troupe
