#include "actors/agent/agent.hpp"

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
  if (unconfirmed_.size() >= publishes_in_flight_max)
    return refuse("waits for " + std::to_string(unconfirmed_.size()) + " acknowledgements");
  auto token = ++last_token_;
  auto& entry = unconfirmed_[token];
  entry.topic = x.topic;
  entry.ticket = std::move(x.ticket);
  entry.answered = !x.wait_acknowledged;
  self->send(
      wiring_.mqtt,
      mqtt_publish{*client_, token, std::move(x.topic), std::move(x.payload), x.qos, false});
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
  entry.ticket.end(x.ok ? outbound::acknowledged : outbound::rejected);
  published_ += x.ok;
  if (entry.answered)
    return;
  if (x.ok)
    entry.promise.deliver(write_result{write_state::acknowledged, entry.topic});
  else
    entry.promise.deliver(failure(
        errc::unavailable,
        "agent " + options.agent->id + " of realm " + options.realm + ": " + x.reason));
}

/// The client is gone with all it had.
void agent_state::fail_unconfirmed(const std::string& reason) {
  auto gone = std::exchange(unconfirmed_, {});
  for (auto& [token, entry] : gone) {
    entry.ticket.end(outbound::rejected);
    if (!entry.answered)
      entry.promise.deliver(failure(
          errc::unavailable,
          "agent " + options.agent->id + " of realm " + options.realm + ": " + reason));
  }
}

} // namespace troupe
