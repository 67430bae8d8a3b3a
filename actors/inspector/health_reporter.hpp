#pragma once

#include "actors/inspector/health_news.hpp"
#include "actors/inspector/overview.hpp"

#include <functional>
#include <memory>
#include <string>

namespace troupe {

/// Tells those who watch the process from outside how it fares: a retained topic, a webhook.
class health_reporter {
public:
  health_reporter(inspector_inside::pointer self, std::shared_ptr<const inspector_options> options);

  /// What a look found, and what is different now.
  void tell(
      const overview& x, const problem_book::changes& changes, const problem_book& book,
      const health& state);

  /// The process ends: gives up the webhook, publishes that it is offline, and calls `then`.
  void stop(std::function<void()> then);

private:
  void
  publish(std::string payload, std::chrono::milliseconds timeout, std::function<void(bool)> then);
  void post(const health& state);
  int64_t connection(const overview& x) const;

  inspector_inside::pointer self_;
  std::shared_ptr<const inspector_options> options_;
  std::string realm_; ///< Of the agent that publishes; empty: none does.
  std::string agent_;
  std::string topic_name_;
  health_topic topic_;
  webhook_news news_;
  webhook_actor webhook_; ///< Null: there is none.
  int64_t connection_ = 0;
  bool stopped_ = false;
};

} // namespace troupe
