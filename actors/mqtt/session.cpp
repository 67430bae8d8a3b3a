#include "actors/mqtt/session.hpp"

#include "actors/mqtt/reasons.hpp"

namespace troupe {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// Topics asked for and not answered. More at once would not make the broker
/// faster, and what other clients send would stand behind them in the library.
constexpr size_t topics_out_max = 200;

/// What publishes in flight get to be acknowledged before we leave; and what the
/// library gets to say goodbye.
constexpr auto finish_limit = 500ms;
constexpr auto leave_limit = 500ms;

/// What a probe gets to find out why an attempt failed, beyond the attempt's own
/// limit. One probe an attempt: the agent's back-off bounds how many there are, and
/// the cause may be another one each time.
constexpr auto explain_limit = 2s;

/// What the answer of a probe that took all its time gets to arrive.
constexpr auto answer_limit = 250ms;

constexpr auto disconnected = "disconnected";

} // namespace

session::session(client_options options, caf::actor_addr agent, surroundings around)
    : options_{std::move(options)}, agent_{std::move(agent)}, around_{std::move(around)},
      window_{options_.mqtt5 ? publish_window::default_size_5 : publish_window::default_size} {}

// -- from the agent --------------------------------------------------------------

void session::connect(uint32_t attempt, tls_material_ptr material) {
  if (phase_ != phase::idle) {
    tell(mqtt_closed{attempt, false, "the client has not ended its last connection"});
    return;
  }
  phase_ = phase::dialling;
  attempt_ = attempt;
  verdict_.clear();
  material_ = std::move(material);
  end_of_attempt_ = clock::now() + options_.connect_timeout;
  around_.dial(attempt);
}

void session::disconnect() {
  switch (phase_) {
  case phase::idle: tell(mqtt_closed{attempt_, false, disconnected}); break;
  case phase::dialling: end(disconnected); break;
  case phase::explaining:
    verdict_ = disconnected;
    end(disconnected);
    break;
  case phase::connecting:
    verdict_ = disconnected;
    around_.client->cut();
    break;
  case phase::connected:
    phase_ = phase::finishing;
    if (window_.idle())
      leave();
    else
      around_.alarm(finish_limit, attempt_);
    break;
  case phase::finishing: [[fallthrough]];
  case phase::leaving: break;
  }
}

void session::subscribe(mqtt_subscribe x) {
  if (phase_ != phase::connected) {
    tell(mqtt_suback{attempt_, x.request, {}, "not connected to " + broker()});
    return;
  }
  subscribes_.push_back(std::move(x));
  send_subscribes();
}

void session::unsubscribe(const mqtt_unsubscribe& x) {
  if (phase_ == phase::connected && !x.topics.empty())
    around_.client->unsubscribe(x.topics); // a failure means that the connection is going
}

void session::publish(mqtt_publish x) {
  auto token = x.token;
  if (phase_ != phase::connected) {
    tell(mqtt_published{token, false, "not connected to " + broker()});
    return;
  }
  if (!window_.add(std::move(x))) {
    auto waiting = std::to_string(publish_window::waiting_max);
    tell(mqtt_published{token, false, waiting + " messages wait for " + broker() + " already"});
    return;
  }
  send_publishes();
}

// -- from the network and the clock ------------------------------------------------

void session::dialled(uint32_t attempt, caf::expected<dial_result> result) {
  if (phase_ != phase::dialling || attempt != attempt_)
    return;
  if (!result) {
    end(sentence(result.error()));
    return;
  }
  phase_ = phase::connecting;
  if (auto error = around_.client->connect(attempt, std::move(result->socket), material_)) {
    end(sentence(error));
    return;
  }
  auto left = std::chrono::ceil<std::chrono::milliseconds>(end_of_attempt_ - clock::now());
  around_.alarm(std::max(left, 0ms), attempt);
}

void session::overdue(uint32_t attempt) {
  if (attempt != attempt_)
    return;
  if (phase_ == phase::connecting && clock::now() >= end_of_attempt_) {
    verdict_ = "no CONNACK from " + broker() + " within " + in_seconds(options_.connect_timeout);
    around_.client->cut();
  } else if (phase_ == phase::explaining && clock::now() >= end_of_attempt_) {
    end(verdict_);
  } else if (phase_ == phase::finishing) {
    leave();
  } else if (phase_ == phase::leaving) {
    around_.client->cut();
  }
}

void session::on(const client_news::connected& x) {
  if (phase_ != phase::connecting || x.attempt != attempt_)
    return;
  phase_ = phase::connected;
  material_.reset();
  window_.narrow(x.receive_maximum);
  if (!x.session_present) // what was in flight went with the session
    fail_publishes(window_.drop_in_flight(), "the broker did not keep the session");
  tell(mqtt_connected{attempt_, x.session_present});
}

void session::on(const client_news::closed& x) {
  auto ours = phase_ == phase::connecting || online() || phase_ == phase::leaving;
  if (!ours || x.attempt != attempt_)
    return;
  auto layered = options_.tls || options_.websocket;
  if (phase_ == phase::connecting && x.vague && layered && verdict_ != disconnected)
    explain(verdict_.empty() ? x.reason : verdict_);
  else
    end(x.reason, x.refused ? refusal::by_broker : refusal::none);
}

void session::explained(uint32_t attempt, const std::string& cause, refusal refused) {
  if (phase_ != phase::explaining || attempt != attempt_)
    return;
  if (!cause.empty())
    verdict_ = cause;
  end(verdict_, refused);
}

void session::on(const client_news::subscribed& x) {
  auto entry = requests_.find(x.request);
  if (entry == requests_.end())
    return;
  topics_out_ -= entry->second;
  requests_.erase(entry);
  tell(mqtt_suback{attempt_, x.request, x.codes, x.reason});
  send_subscribes();
}

void session::on(const client_news::published& x) {
  if (auto token = window_.finish(x.number))
    tell(mqtt_published{*token, x.ok, x.reason, x.refused});
  send_publishes();
  if (phase_ == phase::finishing && window_.idle())
    leave();
}

// -- both --------------------------------------------------------------------------

void session::explain(std::string reason) {
  phase_ = phase::explaining;
  verdict_ = std::move(reason); // stands unless the probe knows better
  end_of_attempt_ += explain_limit;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(end_of_attempt_ - clock::now());
  around_.explain(attempt_, material_, std::max(left - answer_limit, 0ms));
  around_.alarm(std::max(left, 0ms), attempt_);
}

void session::leave() {
  phase_ = phase::leaving;
  verdict_ = disconnected;
  around_.client->disconnect();
  around_.alarm(leave_limit, attempt_);
}

void session::end(const std::string& reason, refusal refused) {
  auto& why = verdict_.empty() ? reason : verdict_;
  auto was_connected = online() || phase_ == phase::leaving;
  phase_ = phase::idle;
  material_.reset();
  for (auto& [request, topics] : requests_)
    tell(mqtt_suback{attempt_, request, {}, why});
  for (auto& x : subscribes_)
    tell(mqtt_suback{attempt_, x.request, {}, why});
  requests_.clear();
  subscribes_.clear();
  topics_out_ = 0;
  fail_publishes(window_.drop_waiting(), why);
  if (options_.clean_session) // else the library sends them again in the resumed session
    fail_publishes(window_.drop_in_flight(), why);
  tell(mqtt_closed{attempt_, was_connected, why, refused});
}

void session::send_subscribes() {
  while (!subscribes_.empty() && (topics_out_ == 0 || topics_out_ < topics_out_max)) {
    auto x = std::move(subscribes_.front());
    subscribes_.pop_front();
    if (auto error = around_.client->subscribe(x.request, x.topics)) {
      tell(mqtt_suback{attempt_, x.request, {}, sentence(error)});
      continue;
    }
    requests_[x.request] = x.topics.size();
    topics_out_ += x.topics.size();
  }
}

void session::send_publishes() {
  if (!online())
    return;
  while (auto x = window_.next()) {
    if (auto error = around_.client->publish(x->number, x->message)) {
      window_.finish(x->number);
      tell(mqtt_published{x->message.token, false, sentence(error)});
    }
  }
}

void session::fail_publishes(const std::vector<uint64_t>& tokens, const std::string& reason) {
  for (auto token : tokens)
    tell(mqtt_published{token, false, reason});
}

std::string session::broker() const {
  return peer_name(options_.host, options_.host, options_.port);
}

} // namespace troupe
