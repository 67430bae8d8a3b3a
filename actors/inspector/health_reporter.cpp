#include "actors/inspector/health_reporter.hpp"

#include "actors/log.hpp"

#include <utility>

namespace troupe {

using namespace std::chrono_literals;

namespace {

/// The agent's present incarnation; null: there is none at this moment.
agent_actor find_agent(const roster& who, const std::string& realm, const std::string& agent) {
  for (auto& card : who.actors())
    if (card->kind == "agent" && card->realm == realm && card->name == agent)
      if (auto living = caf::actor_cast<caf::strong_actor_ptr>(card->address()))
        return caf::actor_cast<agent_actor>(living);
  return {};
}

} // namespace

constexpr auto last_words_within = 400ms; // the process has five seconds to end

health_reporter::health_reporter(
    inspector_inside::pointer self, std::shared_ptr<const inspector_options> options)
    : self_{self}, options_{std::move(options)}, topic_{options_->health.min_interval},
      news_{options_->host} {
  auto& settings = options_->health;
  if (auto slash = settings.agent.find('/'); slash != std::string::npos) {
    realm_ = settings.agent.substr(0, slash);
    agent_ = settings.agent.substr(slash + 1);
    topic_name_ = health_topic_name(settings, options_->host);
  }
  if (options_->spawn_webhook)
    webhook_ = options_->spawn_webhook(self_);
}

/// Since when the agent is connected; 0: it is not.
int64_t health_reporter::connection(const overview& x) const {
  for (auto& answer : x.agents)
    if (answer.realm == realm_)
      for (auto& agent : answer.result)
        if (agent.id == agent_ && agent.status == connection_status::connected)
          return agent.since_ms;
  return 0;
}

void health_reporter::tell(
    const overview& x, const problem_book::changes& changes, const problem_book& book,
    const health& state) {
  if (stopped_)
    return;
  connection_ = realm_.empty() ? 0 : connection(x);
  if (auto number = topic_.due(state, connection_, self_->clock().now()))
    publish(to_json(state), options_->work_timeout, [this, n = *number](bool well) {
      topic_.published(n, well);
    });
  if (!webhook_)
    return;
  news_.take(changes, book);
  post(state);
}

void health_reporter::post(const health& state) {
  auto body = news_.next(state, self_->clock().now());
  if (!body)
    return;
  self_->request(webhook_, caf::infinite, std::move(*body))
      .then(
          [this](bool) { news_.posted(true, self_->clock().now()); },
          [this](const caf::error& why) {
            log::warn("webhook.failed", "cause", sentence(why));
            news_.posted(false, self_->clock().now());
          });
}

/// Retained, through the agent.
void health_reporter::publish(
    std::string payload, std::chrono::milliseconds timeout, std::function<void(bool)> then) {
  publish_request message;
  message.topic = topic_name_;
  message.payload = std::move(payload);
  message.qos = options_->health_qos;
  message.retain = true;
  message.wait_acknowledged = true;
  auto agent = find_agent(*options_->who, realm_, agent_);
  if (!agent)
    return then(false); // it is being restarted
  self_->request(agent, timeout, std::move(message))
      .then(
          [then](const write_result&) { then(true); },
          [then](const caf::error& why) {
            log::warn("health.unpublished", "cause", sentence(why));
            then(false);
          });
}

void health_reporter::stop(std::function<void()> then) {
  stopped_ = true;
  if (options_->webhook_ended)
    options_->webhook_ended->store(true);
  if (connection_ == 0)
    return then();
  health offline;
  offline.status = health_status::offline;
  offline.since_ms = options_->now_ms();
  publish(to_json(offline), last_words_within, [then](bool) { then(); });
}

} // namespace troupe
