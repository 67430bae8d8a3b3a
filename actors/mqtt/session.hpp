#pragma once

#include "actors/mqtt/mqtt_client.hpp"
#include "actors/mqtt/publish_window.hpp"
#include "schemas/interfaces.hpp"

#include <caf/actor_addr.hpp>
#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>

namespace troupe {

/// One agent's client in the mqtt actor: takes the agent's wishes and the
/// network's answers, drives the port, tells the agent.
class session {
public:
  /// What a session asks of the actor around it.
  struct surroundings {
    std::unique_ptr<mqtt_client> client;
    std::function<void(uint32_t attempt)> dial; ///< Answered by `dialled`.
    std::function<void(std::chrono::milliseconds, uint32_t attempt)> alarm; ///< … `overdue`.
    /// Why does TLS or the WebSocket fail? Answered by `explained`, or not at all.
    std::function<void(uint32_t attempt, tls_material_ptr, std::chrono::milliseconds limit)>
        explain;
  };

  session(client_options options, caf::actor_addr agent, surroundings around);

  const caf::actor_addr& agent() const { return agent_; }
  const client_options& options() const { return options_; }

  // -- from the agent
  void connect(uint32_t attempt, tls_material_ptr material);
  void disconnect();
  void subscribe(mqtt_subscribe x);
  void unsubscribe(const mqtt_unsubscribe& x);
  void publish(mqtt_publish x);

  // -- from the network and the clock
  void dialled(uint32_t attempt, caf::expected<dial_result> result);
  void overdue(uint32_t attempt);
  /// `cause` is empty where nothing was found to fail.
  void explained(uint32_t attempt, const std::string& cause, refusal refused);
  void on(const client_news::connected& x);
  void on(const client_news::closed& x);
  void on(const client_news::subscribed& x);
  void on(const client_news::published& x);

private:
  enum class phase : uint8_t {
    idle,
    dialling,   ///< Name and TCP.
    connecting, ///< TLS, WebSocket, and CONNECT is out.
    explaining, ///< It failed; a probe looks why.
    connected,
    finishing, ///< Publishes in flight may still be acknowledged.
    leaving,   ///< DISCONNECT is out.
  };

  template <class T>
  void tell(T x) {
    if (auto agent = caf::actor_cast<agent_actor>(agent_))
      caf::anon_send(agent, std::move(x));
  }

  void explain(std::string reason);
  void leave();
  void end(const std::string& reason, refusal refused = refusal::none);
  void send_subscribes();
  void send_publishes();
  void fail_publishes(const std::vector<uint64_t>& tokens, const std::string& reason);
  bool online() const { return phase_ == phase::connected || phase_ == phase::finishing; }
  std::string broker() const;

  client_options options_;
  caf::actor_addr agent_; ///< Weak: an agent that is gone must not be kept by its client.
  surroundings around_;
  enum phase phase_ = phase::idle;
  uint32_t attempt_ = 0;
  std::chrono::steady_clock::time_point end_of_attempt_;
  std::string verdict_;       ///< Why we end the connection ourselves; else the news tell.
  tls_material_ptr material_; ///< While the attempt lasts.
  publish_window window_;
  std::deque<mqtt_subscribe> subscribes_;
  std::map<uint32_t, size_t> requests_; ///< Sent, not answered: number to topics.
  size_t topics_out_ = 0;               ///< Sum of `requests_`.
};

} // namespace troupe
