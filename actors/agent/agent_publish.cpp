#include "actors/agent/agent.hpp"

#include <algorithm>

/// The way out: what an agent publishes, and what becomes of it.
namespace troupe {

caf::result<write_result> agent_state::publish(publish_request& x) {
  auto refuse = [&](const std::string& why) {
    x.ticket.end(outbound::rejected);
    return failure(
        errc::unavailable, "agent " + options.agent->id + " of realm " + options.realm + " " + why
                               + "; the value was not sent");
  };
  if (status_ != connection_status::connected || !client_) {
    auto why = "is not connected (" + std::string{to_string(status_)};
    return refuse(why + (problem_.empty() ? ")" : ": " + problem_ + ")"));
  }
  auto written = unconfirmed_.size() - forwards_;
  if (!x.forward && written >= publishes_in_flight_max)
    return refuse("waits for " + std::to_string(written) + " acknowledgements");
  forwards_ += x.forward;
  auto token = ++last_token_;
  auto& entry = unconfirmed_[token];
  entry.topic = x.topic;
  entry.ticket = std::move(x.ticket);
  entry.answered = !x.wait_acknowledged;
  entry.forward = x.forward;
  self->send(
      wiring_.mqtt,
      mqtt_publish{*client_, token, std::move(x.topic), std::move(x.payload), x.qos, x.retain});
  if (entry.answered)
    return write_result{write_state::sent, entry.topic};
  entry.promise = self->make_response_promise<write_result>();
  return entry.promise;
}

/// The client tells the end of every publish: in a resumed session perhaps only
/// after the next connect, at the end of a clean one that it is lost.
void agent_state::published(const mqtt_published& x) {
  auto found = unconfirmed_.find(x.token);
  if (found == unconfirmed_.end())
    return;
  auto entry = std::move(found->second);
  unconfirmed_.erase(found);
  forwards_ -= entry.forward;
  entry.ticket.end(x.ok ? outbound::acknowledged : outbound::rejected);
  published_ += x.ok;
  if (entry.answered)
    return;
  if (x.ok)
    entry.promise.deliver(write_result{write_state::acknowledged, entry.topic});
  else
    entry.promise.deliver(failure(
        x.refused ? errc::refused : errc::unavailable,
        "agent " + options.agent->id + " of realm " + options.realm + ": " + x.reason));
}

void agent_state::tell_flow() {
  for (auto& [number, link] : forwarders_)
    tell_flow(link);
}

void agent_state::tell_flow(const link_actor& link) {
  auto each = forwards_in_flight_max / static_cast<uint32_t>(forwarders_.size());
  auto online = status_ == connection_status::connected;
  self->send(link, agent_flow{online, std::clamp(each, 1u, forward_window_max)});
}

/// The client is gone with all it had.
void agent_state::fail_unconfirmed(const std::string& reason) {
  auto gone = std::exchange(unconfirmed_, {});
  forwards_ = 0;
  for (auto& [token, entry] : gone) {
    entry.ticket.end(outbound::rejected);
    if (!entry.answered)
      entry.promise.deliver(failure(
          errc::unavailable,
          "agent " + options.agent->id + " of realm " + options.realm + ": " + reason));
  }
}

} // namespace troupe
