#include "actors/link/link.hpp"

#include "actors/asset/constraints.hpp"
#include "actors/link/explanation.hpp"
#include "actors/link/payload.hpp"
#include "actors/log.hpp"

#include <caf/sec.hpp>

#include <chrono>
#include <optional>

namespace troupe {

using namespace std::chrono_literals;

/// For an acknowledgement. Those who wait for this actor wait longer, so that the
/// answer is of the one who knows.
constexpr auto write_limit = 10s;

link_actor::behavior_type link(
    metered_self<link_actor, link_state> self, std::shared_ptr<meter> counts,
    link_options options) {
  self->keep_meter(std::move(counts));
  self->state.start(std::move(options));
  return {
      [self](attach_atom, link_wiring& x) { self->state.attach(std::move(x)); },
      [self](delivery_batch& x) { self->state.receive(x); },
      [self](const link_write& x) { return self->state.write(x); },
      [self](forward_batch& x) { self->state.forward(x); },
      [self](const agent_flow& x) { self->state.flow(x); },
      [self](caf::tick_atom) { self->state.tick(); },
      [](pulse_atom) {},
      [self](stop_atom) { self->quit(); },
      [self](stop_atom, link_heir& x) { self->state.stop(std::move(x)); },
  };
}

void link_state::start(link_options x) {
  options = std::move(x);
  std::vector<const forward_settings*> forwards;
  for (auto& forward : options.forwards)
    forwards.push_back(forward.settings);
  forwarder_ = forwarder{forwards};
}

/// A new agent tells by itself when it is connected.
void link_state::attach(link_wiring&& x) {
  auto new_agent = wiring.agent != x.agent;
  wiring = std::move(x);
  if (!new_agent)
    return;
  asked_ = 0;
  forwarder_.agent_lost(self->clock().now());
  if (heir_)
    self->quit();
}

void link_state::receive(delivery_batch& batch) {
  auto& messages = *batch.messages;
  update_batch out{batch.messages, options.table->counters};
  out.items.reserve(batch.items.size());
  std::optional<payload_view> payload;
  auto parsed = UINT32_MAX; // deliveries of one message stand side by side
  for (; batch.finished < batch.items.size(); ++batch.finished) {
    auto& item = batch.items[batch.finished];
    auto& frame = messages.frames[item.frame];
    if (item.frame != std::exchange(parsed, item.frame))
      payload.emplace(messages.topic(frame), messages.payload(frame));
    auto first = out.items.size();
    for (auto link : options.table->routes[item.route])
      run(link, *payload, item.frame, frame.received_ms, out);
    for (; first < out.items.size(); ++first)
      out.items[first].retained = frame.retain;
  }
  if (options.memory)
    seen_.settle(*options.memory, messages);
  if (!out.items.empty())
    self->send(wiring.asset, std::move(out));
}

void link_state::run(
    uint32_t link, payload_view& payload, uint32_t frame, int64_t received_ms, update_batch& out) {
  auto result = options.links[link].in->run(payload, received_ms);
  note(options.links[link], result);
  auto checked = options.memory && remember(link, frame, result);
  auto before = out.items.size();
  finish(link, std::move(result), received_ms, out);
  if (out.items.size() == before)
    return;
  out.items.back().checked = checked;
  if (options.links[link].time)
    read_time(link, payload, out.items.back());
}

/// The value's own time, where the message tells one that can be right.
void link_state::read_time(uint32_t link, payload_view& payload, attribute_update& out) {
  auto& compiled = options.links[link];
  auto found = compiled.time->read(payload, out.timestamp_ms);
  if (!found || compiled.untimed)
    note_turn(
        compiled.untimed, found ? "" : sentence(found.error()), {"link.untimed", "link.timed"},
        compiled.attribute, compiled.settings->subscription_topic);
  if (!found) {
    out.time_source = time_source::stand_in;
    (*options.table->counters)[link].add(inbound::untimed);
    return;
  }
  out.timestamp_ms = *found;
  out.time_source = time_source::device;
}

/// For whoever asks later. The asset, which decides about constraints, has no message
/// to remember. True: they have been looked at and hold.
bool link_state::remember(uint32_t link, uint32_t frame, const inbound_result& result) {
  auto outcome = ending_of(result.verdict);
  auto& attribute = options.asset->attributes[options.links[link].attribute];
  if (outcome == inbound::stored)
    if (auto broken = broken_constraint(attribute, result.content)) {
      seen_.see(link, frame, inbound::rejected_constraint, *broken);
      return false;
    }
  seen_.see(link, frame, outcome, result.why);
  return outcome == inbound::stored;
}

/// The delivery goes on as a value, or ends here.
void link_state::finish(
    uint32_t link, inbound_result&& result, int64_t timestamp_ms, update_batch& out) {
  auto& counters = (*options.table->counters)[link];
  switch (result.verdict) {
  case verdict::value:
  case verdict::null:
    counters.move(inbound::at_link, inbound::at_asset);
    out.items.push_back(
        {options.links[link].attribute, link, timestamp_ms, std::move(result.content),
         time_source::receipt});
    break;
  case verdict::no_match: counters.move(inbound::at_link, inbound::filtered_no_match); break;
  case verdict::ignored: counters.move(inbound::at_link, inbound::filtered_ignored); break;
  case verdict::missed: counters.move(inbound::at_link, inbound::filtered_missed); break;
  case verdict::misfit: counters.move(inbound::at_link, inbound::rejected_coercion); break;
  case verdict::error: counters.move(inbound::at_link, inbound::rejected_error); break;
  }
}

void link_state::note(compiled_link& link, const inbound_result& result) {
  auto failed = result.verdict == verdict::misfit || result.verdict == verdict::error;
  if (failed || result.verdict == verdict::value)
    note_turn(
        link.failing, failed ? result.why : "", {"link.failing", "link.recovered"}, link.attribute,
        link.settings->subscription_topic);
}

/// One line when it begins to fail, with the cause, and one when it is well again:
/// then there is no cause.
void link_state::note_turn(
    bool& failing, const std::string& cause, const turn_events& events, uint32_t attribute,
    const std::string& topic) {
  if (failing == !cause.empty())
    return;
  failing = !cause.empty();
  auto& name = options.asset->attributes[attribute].name;
  if (failing)
    log::warn(
        events.failing, "realm", options.realm, "asset", options.asset->id, "attribute", name,
        "agent", options.agent, "topic", topic, "cause", cause);
  else
    log::info(
        events.well, "realm", options.realm, "asset", options.asset->id, "attribute", name, "agent",
        options.agent);
}

/// What the agent has is answered before the end.
void link_state::stop(link_heir heir) {
  heir_ = std::move(heir);
  hand_over();
  if (asked_ == 0)
    self->quit();
}

/// One that died leaves questions open.
void link_state::answered(const agent_actor& by) {
  if (by == wiring.agent && --asked_ == 0 && heir_)
    self->quit();
}

caf::result<write_result> link_state::write(const link_write& x) {
  auto& link = options.links[x.link];
  auto& counters = (*options.table->counters)[x.link];
  counters.add(outbound::requested);
  auto made = link.out->run(x.content, x.now_ms);
  switch (made.kind) {
  case outbound_result::kind::ignored:
    counters.add(outbound::filtered);
    return write_result{write_state::filtered, {}};
  case outbound_result::kind::error:
    counters.add(outbound::rejected);
    return failure(
        errc::value_invalid,
        "the agent link of attribute " + options.asset->attributes[link.attribute].name
            + " of asset " + options.asset->id + " in realm " + options.realm + ": " + made.why);
  case outbound_result::kind::publish: break;
  }
  return publish(x.link, std::move(made), x);
}

/// The written value comes back as if the device had confirmed it, once the agent
/// has taken it: a write that was refused changes nothing.
void link_state::update_on_write(uint32_t link, const value& processed, int64_t now_ms) {
  auto& compiled = options.links[link];
  if (!compiled.in)
    return;
  auto result = compiled.in->run_written(processed);
  if (result.verdict != verdict::value && result.verdict != verdict::null)
    return;
  update_batch out;
  out.items.push_back(
      {compiled.attribute, link, now_ms, std::move(result.content), time_source::receipt});
  self->send(wiring.asset, std::move(out));
}

caf::result<write_result>
link_state::publish(uint32_t link, outbound_result&& made, const link_write& x) {
  auto& compiled = options.links[link];
  auto& counters = (*options.table->counters)[link];
  if (compiled.settings->publish_topic.empty()) {
    counters.add(compiled.update_on_write ? outbound::filtered : outbound::rejected);
    if (compiled.update_on_write) {
      update_on_write(link, made.processed, x.now_ms);
      return write_result{write_state::filtered, {}};
    }
    return failure(
        errc::value_invalid, "attribute " + options.asset->attributes[compiled.attribute].name
                                 + " of asset " + options.asset->id + " in realm " + options.realm
                                 + " only receives: its agent link has no publish_topic");
  }
  auto promise = self->make_response_promise<write_result>();
  publish_request request{
      compiled.settings->publish_topic,
      std::move(made.payload),
      compiled.publish_qos,
      x.wait_acknowledged,
      write_ticket{options.table->counters, link},
      compiled.settings->retain};
  auto late = "agent " + options.agent + " of realm " + options.realm + " sent the value to "
              + compiled.settings->publish_topic
              + ", but the broker has not acknowledged it within 10 s; it may still arrive";
  ++asked_;
  self->request(wiring.agent, write_limit, std::move(request))
      .then(
          [this, promise, link, by = wiring.agent, processed = std::move(made.processed),
           now_ms = x.now_ms](const write_result& result) mutable {
            if (options.links[link].update_on_write)
              update_on_write(link, processed, now_ms);
            promise.deliver(result);
            answered(by);
          },
          [this, promise, late, by = wiring.agent](const caf::error& reason) mutable {
            promise.deliver(
                reason == caf::sec::request_timeout ? failure(errc::timed_out, late) : reason);
            answered(by);
          });
  return promise;
}

} // namespace troupe
