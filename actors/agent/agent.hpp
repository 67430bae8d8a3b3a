#pragma once

#include "actors/agent/inbox.hpp"
#include "actors/agent/reconnect.hpp"
#include "actors/agent/rotation.hpp"
#include "actors/agent/router.hpp"
#include "actors/agent/subscriptions.hpp"
#include "actors/metered.hpp"
#include "config/settings.hpp"
#include "schemas/interfaces.hpp"

#include <caf/typed_response_promise.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace troupe {

struct agent_options {
  std::string realm;
  std::shared_ptr<const agent_settings> agent;
  uint64_t max_payload_bytes = 1 << 20;
  std::shared_ptr<agent_counters> counters;
  int64_t (*now_ms)() = nullptr; ///< Wall clock.
  uint64_t seed = 0;             ///< For delays and a random client id.
};

/// Of how many writes an agent may have handed to its client without an
/// acknowledgement; more are refused.
constexpr size_t publishes_in_flight_max = 1000;

/// What all link actors together may forward without an acknowledgement, though one at a time
/// at least each; and what one alone may: more than a broker takes at once would only wait.
constexpr uint32_t forwards_in_flight_max = 1000;
constexpr uint32_t forward_window_max = 100;

struct agent_state {
  static constexpr const char* name = "agent";
  explicit agent_state(agent_actor::pointer self) : self{self} {}

  void attach(agent_wiring&& x);
  void attach(link_route&& x);
  void start();
  void change(agent_change&& x);
  void drain();
  void connected(const mqtt_connected& x);
  void closed(const mqtt_closed& x);
  void suback(const mqtt_suback& x);
  caf::result<write_result> publish(publish_request& x);
  void published(const mqtt_published& x);
  void retry(uint32_t attempt);
  void vault_changed();
  void stop();
  agent_view view() const;
  caf::result<probe_report> probe();

  agent_actor::pointer self;
  agent_options options;

private:
  /// A publish the client has, but the broker did not confirm yet.
  struct unconfirmed {
    caf::typed_response_promise<write_result> promise;
    bool answered = false;
    std::string topic;
    write_ticket ticket;
    bool forward = false;
  };

  caf::error plan();
  client_options connection() const;
  session_query session() const;
  void open();
  void open_client_now();
  void connect();
  void connect_after(std::chrono::milliseconds delay);
  void failed(const std::string& reason);
  void identify();
  void identified(const identity& x);
  void unidentified(const caf::error& why);
  enum class which_key : uint8_t {
    none,    ///< Only whom to believe.
    present, ///< That is in the vault now.
    earlier, ///< Connected with last.
  };
  void ask_vault(which_key which, std::function<void(const caf::expected<identity>&)> then);
  /// As above, but only if no other attempt has begun meanwhile.
  void ask_vault_now(which_key which, std::function<void(const caf::expected<identity>&)> then);
  /// As above, and only if the check that asks still goes on.
  void ask_to_check(which_key which, std::function<void(const caf::expected<identity>&)> then);
  void doubt_key(const std::string& why, refusal refused);
  std::string rotated();
  std::string with_earlier_key(const std::string& why) const;
  void check_trust(bool again);
  void believe(const std::string& trust, const handshake_report& x, bool again);
  void check_key(bool again);
  void prove(const identity& x, std::function<void(const handshake_report&)> then);
  void proven(const identity& fresh, const handshake_report& x);
  void leave();
  void unchecked(const std::string& why);
  void end_check(const std::string& problem);
  void look_at_news();
  void expect_no_key();
  void look_later(bool refused);
  void look_after(std::chrono::minutes delay);
  void look_if_due();
  std::string who() const;
  void subscribe();
  void unsubscribe();
  void remember_session();
  void rest(bool found);
  void route(const message_batch_ptr& messages);
  void end();
  void fail_unconfirmed(const std::string& reason);
  void set_status(connection_status status, std::string problem = {});
  void log_status() const;
  void note_oversized();
  void report_status();
  void tell_flow();
  void tell_flow(const link_actor& link);

  agent_wiring wiring_;
  std::shared_ptr<class inbox> inbox_;
  router router_;
  subscriptions subscriptions_;
  std::set<std::string>
      unwanted_; ///< Topics that the broker still sends, though nobody wants them.
  std::optional<reconnect_schedule> schedule_;
  std::optional<uint32_t> client_; ///< The mqtt actor's number.
  std::string client_id_;

  connection_status status_ = connection_status::disconnected;
  std::string problem_;
  int64_t since_ms_ = 0;
  bool may_connect_ = false;   ///< Started and not disabled.
  bool vault_refused_ = false; ///< In ERROR until the vault changes.
  bool awaits_vault_ = false;  ///< Connects once it is heard of.
  bool vault_news_ = false;    ///< It changed while there was no time to look.
  bool key_problem_ = false;   ///< `problem_` is about the key in use or whom to believe.
  bool earlier_key_ = false;   ///< The vault has another key than the one in use.
  class rotation rotation_;
  std::string key_failure_;  ///< Why the vault's key does not connect …
  bool key_refused_ = false; ///< … by the broker's word.
  static constexpr std::chrono::minutes unseen_again{1};
  static constexpr auto never = std::chrono::steady_clock::time_point::max();
  std::chrono::minutes key_delay_ = unseen_again;
  std::chrono::steady_clock::time_point look_at_ = never; ///< At the vault.
  struct identity identity_; ///< Of the present or last connection; without material.
  uint64_t oversized_ = 0;   ///< Of the counter, as logged last.
  bool stopping_ = false;
  bool session_present_ = false;
  uint32_t attempt_ = 0;
  uint32_t failures_ = 0;
  int64_t next_attempt_ms_ = 0;
  std::chrono::steady_clock::time_point connected_at_;
  std::chrono::steady_clock::time_point last_rest_;

  std::unordered_map<uint64_t, unconfirmed> unconfirmed_;
  uint64_t last_token_ = 0;
  uint64_t published_ = 0;
  size_t forwards_ = 0;                       ///< Of `unconfirmed_`.
  std::map<uint32_t, link_actor> forwarders_; ///< By the link actor's number.
};

/// Owns one MQTT connection: keeps it, subscribes, routes what comes in to the
/// links and publishes what they make.
agent_actor::behavior_type agent(
    metered_self<agent_actor, agent_state> self, std::shared_ptr<meter> counts,
    agent_options options);

} // namespace troupe
