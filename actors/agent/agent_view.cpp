#include "actors/agent/agent.hpp"

#include "actors/log.hpp"
#include "schemas/ascii.hpp"

/// How an agent shows itself: its status as an attribute, a log line, a view.
namespace troupe {
namespace {

std::string what_may_be_lost(int subscribe_qos) {
  if (subscribe_qos == 0)
    return "QoS 0: messages are lost while disconnected, and up to one commit interval in a crash";
  return "messages acknowledged within the last commit interval are lost in a crash";
}

} // namespace

void agent_state::set_status(connection_status status, std::string problem) {
  auto changed = status != status_ || problem != problem_;
  auto flow = (status == connection_status::connected) != (status_ == connection_status::connected);
  if (status != status_)
    since_ms_ = options.now_ms();
  status_ = status;
  problem_ = std::move(problem);
  if (flow)
    tell_flow();
  if (!changed)
    return;
  log_status();
  report_status();
}

void agent_state::log_status() const {
  auto event = "agent." + ascii_lower(to_string(status_));
  auto broker = options.agent->host + ":" + std::to_string(options.agent->port);
  if (status_ == connection_status::error)
    log::error(event, "realm", options.realm, "agent", options.agent->id, "cause", problem_);
  else if (!problem_.empty())
    log::warn(
        event, "realm", options.realm, "agent", options.agent->id, "broker", broker, "cause",
        problem_);
  else
    log::info(event, "realm", options.realm, "agent", options.agent->id, "broker", broker);
}

void agent_state::note_oversized() {
  auto now = options.counters->oversized.load(std::memory_order_relaxed);
  if (auto before = std::exchange(oversized_, now); before != now)
    log::warn(
        "message.oversized", "realm", options.realm, "agent", options.agent->id, "messages",
        now - before, "max_payload", options.max_payload_bytes);
}

void agent_state::report_status() {
  if (!wiring_.asset)
    return;
  update_batch batch;
  batch.items.push_back({0, 0, options.now_ms(), quote_word(to_string(status_))});
  self->send(wiring_.asset, std::move(batch));
}

agent_view agent_state::view() const {
  agent_view out;
  out.realm = options.realm;
  out.id = options.agent->id;
  out.status = status_;
  out.since_ms = since_ms_;
  out.problem = problem_;
  out.broker = options.agent->host + ":" + std::to_string(options.agent->port);
  out.client_id = client_id_;
  out.session_present = session_present_;
  if (!options.agent->certificate_alias.empty())
    out.certificate_alias = options.realm + "." + options.agent->certificate_alias;
  out.certificate_fingerprint = identity_.fingerprint;
  out.certificate_not_after_ms = identity_.not_after_ms;
  out.attempts = failures_;
  out.next_attempt_ms = next_attempt_ms_;
  out.durability = what_may_be_lost(options.agent->subscribe_qos);
  out.subscriptions = subscriptions_.view();
  out.messages = options.counters->messages;
  out.unrouted = options.counters->unrouted;
  out.dropped = options.counters->dropped;
  out.oversized = options.counters->oversized;
  out.waiting = options.counters->waiting;
  out.last_message_ms = options.counters->last_message_ms;
  out.published = published_;
  return out;
}

caf::result<probe_report> agent_state::probe() {
  if (options.agent->secure_mode && !wiring_.vault)
    return failure(errc::unavailable, who() + ": the vault has not started yet");
  mqtt_probe request{connection(), {}, {}};
  for (auto& x : subscriptions_.view())
    if (request.topics.size() < 8)
      request.topics.push_back({x.topic, x.qos});
  auto promise = self->make_response_promise<probe_report>();
  auto answer = [this, promise](probe_report report) mutable {
    report.realm = options.realm;
    report.agent = options.agent->id;
    promise.deliver(std::move(report));
  };
  auto ask = [this, promise, answer](mqtt_probe x) {
    self->request(wiring_.mqtt, std::chrono::seconds{25}, std::move(x))
        .then(
            [answer](probe_report& report) mutable { answer(std::move(report)); },
            [promise](const caf::error& reason) mutable { promise.deliver(reason); });
  };
  if (!options.agent->secure_mode) {
    ask(std::move(request));
    return promise;
  }
  ask_vault(which_key::present, [ask, answer, request](const caf::expected<identity>& x) mutable {
    if (!x)
      return answer({{}, {}, {{"certificate", false, 0, sentence(x.error())}}});
    request.material = x->material;
    ask(std::move(request));
  });
  return promise;
}

} // namespace troupe
