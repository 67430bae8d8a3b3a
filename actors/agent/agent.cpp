#include "actors/agent/agent.hpp"

#include "actors/agent/client_id.hpp"
#include "actors/agent/subscription_plan.hpp"
#include "actors/log.hpp"

#include <chrono>

namespace troupe {

using namespace std::chrono_literals;

agent_actor::behavior_type agent(
    metered_self<agent_actor, agent_state> self, std::shared_ptr<meter> counts,
    agent_options options) {
  self->keep_meter(std::move(counts));
  self->state.options = std::move(options);
  return {
      [self](attach_atom, agent_wiring& x) { self->state.attach(std::move(x)); },
      [self](drain_atom) { self->state.drain(); },
      [self](attach_atom, link_route& x) { self->state.attach(std::move(x)); },
      [self](agent_change& x) { self->state.change(std::move(x)); },
      [self](attach_atom) { self->state.start(); },
      [self](publish_request& x) { return self->state.publish(x); },
      [self](const mqtt_connected& x) { self->state.connected(x); },
      [self](const mqtt_closed& x) { self->state.closed(x); },
      [self](const mqtt_suback& x) { self->state.suback(x); },
      [self](const mqtt_published& x) { self->state.published(x); },
      [self](retry_atom, uint32_t attempt) { self->state.retry(attempt); },
      [self](vault_changed) { self->state.vault_changed(); },
      [self](view_atom) { return self->state.view(); },
      [self](probe_atom) { return self->state.probe(); },
      [self](stop_atom) { self->state.stop(); },
  };
}

// -- being put together ---------------------------------------------------------

void agent_state::attach(agent_wiring&& x) {
  auto new_client = wiring_.mqtt != x.mqtt;
  auto new_vault = wiring_.vault != x.vault;
  wiring_ = std::move(x);
  if (stopping_ && new_client)
    return end(); // the old one will not tell of the disconnection any more
  if (may_connect_ && new_client)
    open();
  else if (new_vault)
    vault_changed();
  report_status();
}

void agent_state::attach(link_route&& x) {
  if (x.forwards) {
    forwarders_[x.number] = x.link;
    tell_flow(x.link);
  }
  router_.attach(std::move(x));
}

void agent_state::start() {
  auto& settings = *options.agent;
  client_id_ = settings.client_id.empty() ? random_client_id(options.seed) : settings.client_id;
  schedule_.emplace(settings.reconnect_min, settings.reconnect_max, options.seed);
  inbox_limits limits;
  limits.payload_bytes = options.max_payload_bytes;
  limits.bytes = std::max(limits.bytes, 2 * options.max_payload_bytes);
  inbox_ = std::make_shared<class inbox>(limits, options.counters, options.now_ms);
  inbox_->owner(agent_actor{self});
  if (auto failed = plan())
    return set_status(connection_status::error, sentence(failed));
  if (settings.disabled)
    return set_status(connection_status::disabled);
  may_connect_ = true;
  open();
}

/// The connection stays: what needs another one needs another agent.
void agent_state::change(agent_change&& x) {
  auto& settings = *x.settings;
  if (settings.reconnect_min != options.agent->reconnect_min
      || settings.reconnect_max != options.agent->reconnect_max)
    schedule_.emplace(settings.reconnect_min, settings.reconnect_max, options.seed);
  options.agent = std::move(x.settings);
  for (auto number : x.removed)
    forwarders_.erase(number);
  for (auto& route : x.added)
    if (route.forwards)
      forwarders_[route.number] = route.link;
  tell_flow(); // each may have more of the window now, or less
  router_.change(x.removed, std::move(x.added));
  if (auto failed = plan())
    return set_status(connection_status::error, sentence(failed));
  if (status_ != connection_status::connected || !client_)
    return; // the next connection begins with the difference
  auto unwanted = subscriptions_.changed();
  unwanted_.insert(unwanted.begin(), unwanted.end());
  subscribe();
  if (subscriptions_.settled())
    unsubscribe();
}

/// Only once all that is wanted is granted: between two subscriptions that cover the same topics
/// no message falls through.
void agent_state::unsubscribe() {
  for (auto& x : subscriptions_.view())
    unwanted_.erase(x.topic);
  if (unwanted_.empty())
    return;
  self->send(wiring_.mqtt, mqtt_unsubscribe{*client_, {unwanted_.begin(), unwanted_.end()}});
  unwanted_.clear();
  remember_session();
}

/// What to subscribe for the links that are attached.
caf::error agent_state::plan() {
  auto wanted = router_.topics();
  auto plan = plan_subscriptions(options.agent->wildcard_subscription_topics, wanted);
  if (!plan)
    return plan.error();
  std::vector<uint32_t> links(plan->subscriptions.size());
  std::vector<uint32_t> served_by(wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    auto& service = plan->services[i];
    if (!service.problem.empty()) {
      log::error(
          "link.unsubscribable", "realm", options.realm, "agent", options.agent->id, "topic",
          wanted[i].topic, "cause", service.problem);
      continue;
    }
    served_by[i] = service.subscription;
    links[service.subscription] += router_.links_behind(i);
  }
  std::vector<topic_request> topics;
  for (auto& x : plan->subscriptions)
    topics.push_back({x.topic, static_cast<uint8_t>(x.qos)});
  subscriptions_.want(topics, links);
  router_.served_by(std::move(served_by));
  return {};
}

std::string agent_state::who() const {
  return "agent " + options.agent->id + " of realm " + options.realm;
}

/// Leading `/` and `?` are optional (OpenRemote's MQTTAgent).
websocket_options websocket_of(const agent_settings& x) {
  auto with = [](const std::string& text, char first) {
    return text.empty() || text.front() == first ? text : first + text;
  };
  auto path = with(x.websocket_path, '/');
  return {(path.empty() ? "/" : path) + with(x.websocket_query, '?')};
}

client_options agent_state::connection() const {
  auto& x = *options.agent;
  client_options out;
  out.realm = options.realm;
  out.agent = x.id;
  out.host = x.host;
  out.port = x.port;
  out.client_id = client_id_;
  out.username = x.username;
  if (x.password)
    out.password = x.password->text;
  if (!x.last_will_topic.empty())
    out.will = will_options{x.last_will_topic, x.last_will_payload, x.last_will_retain};
  out.mqtt5 = x.mqtt_version == mqtt_version::v5;
  out.tls = x.secure_mode;
  out.alpn = x.alpn;
  if (x.websocket_mode)
    out.websocket = websocket_of(x);
  out.clean_session = !x.resume_session;
  out.session_expiry = x.resume_session ? x.session_expiry : 0s;
  out.keep_alive = x.keep_alive;
  out.connect_timeout = x.connect_timeout;
  return out;
}

// -- the connection ---------------------------------------------------------------

void agent_state::open() {
  client_.reset();
  ++attempt_; // what an earlier client still says is old news
  fail_unconfirmed("the MQTT client was restarted");
  if (options.agent->resume_session)
    self->request(wiring_.store, 2s, session())
        .then(
            [this](const std::vector<topic_request>& topics) {
              subscriptions_.remember(topics);
              open_client_now();
            },
            [this](const caf::error&) { open_client_now(); }); // all is subscribed again
  else
    open_client_now();
}

session_query agent_state::session() const {
  return {client_id_, options.agent->host + ":" + std::to_string(options.agent->port)};
}

void agent_state::open_client_now() {
  self->request(wiring_.mqtt, caf::infinite, open_client{connection(), agent_actor{self}, inbox_})
      .then(
          [this](uint32_t client) {
            client_ = client;
            connect();
          },
          [this](const caf::error& reason) {
            set_status(connection_status::error, who() + ": " + sentence(reason));
          });
}

void agent_state::connect() {
  next_attempt_ms_ = 0;
  vault_refused_ = false;
  set_status(connection_status::connecting, problem_);
  ++attempt_;
  if (options.agent->secure_mode)
    identify();
  else
    self->send(wiring_.mqtt, mqtt_connect{*client_, attempt_, {}});
}

void agent_state::connect_after(std::chrono::milliseconds delay) {
  if (delay == 0ms)
    return connect();
  next_attempt_ms_ = options.now_ms() + delay.count();
  self->delayed_send(self, delay, retry_atom::value, attempt_);
}

void agent_state::retry(uint32_t attempt) {
  if (status_ == connection_status::connected)
    return look_if_due();
  auto due = status_ == connection_status::waiting || vault_refused_;
  if (attempt == attempt_ && client_ && due && !stopping_)
    connect();
}

void agent_state::connected(const mqtt_connected& x) {
  if (x.attempt != attempt_ || stopping_)
    return;
  failures_ = 0;
  session_present_ = x.session_present;
  connected_at_ = self->clock().now();
  set_status(connection_status::connected, rotated());
  auto unwanted = subscriptions_.connected(x.session_present);
  unwanted_.insert(unwanted.begin(), unwanted.end());
  remember_session(); // before the broker is told: what is forgotten is subscribed again
  subscribe();
  if (subscriptions_.settled())
    unsubscribe();
  look_at_news();
}

void agent_state::subscribe() {
  while (auto request = subscriptions_.next())
    self->send(wiring_.mqtt, mqtt_subscribe{*client_, request->number, std::move(request->topics)});
}

void agent_state::suback(const mqtt_suback& x) {
  if (x.attempt != attempt_)
    return;
  if (x.codes.empty()) { // nothing was refused: the connection failed
    subscriptions_.unanswered(x.request);
    log::warn(
        "subscriptions.unanswered", "realm", options.realm, "agent", options.agent->id, "cause",
        x.reason);
    return;
  }
  for (auto& topic : subscriptions_.answered(x.request, x.codes))
    log::error(
        "subscription.refused", "realm", options.realm, "agent", options.agent->id, "topic", topic,
        "cause", x.reason.empty() ? "refused by the broker" : x.reason);
  subscribe();
  if (!subscriptions_.settled())
    return;
  unsubscribe();
  remember_session();
}

void agent_state::remember_session() {
  if (options.agent->resume_session)
    self->send(wiring_.store, session_record{session(), subscriptions_.granted()});
}

void agent_state::closed(const mqtt_closed& x) {
  if (x.attempt != attempt_)
    return;
  if (stopping_)
    return end();
  if (!x.was_connected && identity_.entry != rotation_.good())
    doubt_key(x.reason, x.refused);
  if (rotation_.closed(identity_.entry, x.was_connected, x.refused))
    return connect();
  failed(x.reason);
}

/// The connection was lost or an attempt failed: the next one follows after a while.
void agent_state::failed(const std::string& reason) {
  ++failures_;
  auto was_connected = status_ == connection_status::connected;
  auto lasted =
      std::chrono::duration_cast<std::chrono::milliseconds>(self->clock().now() - connected_at_);
  auto delay = was_connected ? schedule_->lost(lasted) : schedule_->failed();
  set_status(delay == 0ms ? connection_status::connecting : connection_status::waiting, reason);
  connect_after(delay);
}

void agent_state::stop() {
  stopping_ = true;
  if (!client_ || status_ != connection_status::connected)
    return end();
  set_status(connection_status::disconnecting);
  self->send(wiring_.mqtt, mqtt_disconnect{*client_});
}

/// A wake-up costs more than a message. Where messages follow each other closely
/// the agent looks again a moment later, and finds many, rather than being woken for each.
void agent_state::rest(bool found) {
  constexpr auto moment = 1ms;
  auto now = self->clock().now();
  auto busy = found && now - last_rest_ < 2 * moment;
  last_rest_ = now;
  if (busy)
    self->delayed_send(self, moment, drain_atom::value);
  else if (!inbox_->rest())
    self->send(self, drain_atom::value);
}

// -- messages in -------------------------------------------------------------------

void agent_state::drain() {
  note_oversized();
  constexpr int batches_at_a_time = 8; // then other actors have their turn
  for (int i = 0; i < batches_at_a_time; ++i) {
    auto messages = inbox_->fetch();
    if (!messages)
      return rest(i > 0);
    route(messages);
  }
  self->send(self, drain_atom::value);
}

void agent_state::route(const message_batch_ptr& messages) {
  auto unrouted = router_.route(
      messages,
      [this](const link_actor& link, delivery_batch&& batch) {
        self->send(link, std::move(batch));
      },
      [this](uint32_t subscription, const frame& x) {
        subscriptions_.count(subscription, x.received_ms);
      });
  options.counters->unrouted.fetch_add(unrouted, std::memory_order_relaxed);
  options.counters->routed.fetch_add(messages->frames.size() - unrouted, std::memory_order_relaxed);
}

/// What the broker has been told is received goes on to the links first.
void agent_state::end() {
  if (inbox_)
    inbox_->close();
  while (auto messages = inbox_ ? inbox_->fetch() : nullptr)
    route(messages);
  fail_unconfirmed("it stopped before the broker acknowledged; the value may still have arrived");
  set_status(connection_status::disconnected);
  self->quit();
}

} // namespace troupe
