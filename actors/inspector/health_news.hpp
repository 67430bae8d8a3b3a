#pragma once

#include "actors/inspector/health.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

/// When the state of health is told, and what. Told the time; sends nothing itself.
namespace troupe {

/// What makes one state of health another: not the figures in its sentences, which change all
/// the time.
struct health_key {
  health_status status = health_status::ok;
  uint64_t problems = 0;
  std::string worst_id;
  bool operator==(const health_key&) const = default;
};

health_key key_of(const health& x);

/// The retained message of the health topic: after each connect, and whenever the state is
/// another one.
class health_topic {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit health_topic(std::chrono::milliseconds min_interval) : min_interval_{min_interval} {}

  /// The number of the message if `x` is to be published now; it is under way then.
  /// `connection`: when it began, by which it is told from another; 0: there is none.
  std::optional<uint64_t> due(const health& x, int64_t connection, time_point now);

  /// How it ended; what an earlier connection had is of no interest.
  void published(uint64_t number, bool well);

private:
  std::chrono::milliseconds min_interval_;
  std::optional<health_key> said_; ///< On this connection.
  int64_t connection_ = 0;
  uint64_t number_ = 0; ///< Of the last message.
  bool under_way_ = false;
  std::optional<time_point> last_;
};

/// What a webhook has not been told yet: at most one post is under way, and what happens
/// meanwhile is in the next one.
class webhook_news {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit webhook_news(std::string host) : host_{std::move(host)} {}

  void take(const problem_book::changes& changes, const problem_book& book);

  /// The body to post now; nothing while there is no news, one is under way, or one failed a
  /// moment ago.
  std::optional<std::string> next(const health& x, time_point now);

  void posted(bool well, time_point now);

private:
  struct lists {
    std::deque<std::string> began; ///< Problems as JSON.
    std::deque<std::string> ended;
    uint64_t omitted = 0; ///< Older ones, for which there was no room.
  };

  std::string host_;
  lists unsaid_;
  lists under_way_lists_;
  health_key said_;
  std::optional<health_key> under_way_;
  uint32_t failures_ = 0;
  time_point not_before_{};
};

} // namespace troupe
