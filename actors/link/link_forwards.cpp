#include "actors/link/link.hpp"
#include "actors/log.hpp"

#include <algorithm>

/// A link actor's other direction: values of its asset that are sent on.
namespace troupe {

void link_state::forward(forward_batch& batch) {
  auto now = self->clock().now();
  for (auto& x : batch.items)
    if (batch.handed_over)
      forwarder_.adopt(std::move(x), now);
    else
      forwarder_.offer(std::move(x), now);
  send_forwards();
}

void link_state::flow(const agent_flow& x) {
  forwarder_.flow(x);
  send_forwards();
}

void link_state::tick() {
  auto now = self->clock().now();
  alarms_.erase(alarms_.begin(), alarms_.upper_bound(now));
  forwarder_.tick(now);
  send_forwards();
}

/// All that may go now; then sets an alarm for what may go later, unless one that is under way
/// rings early enough.
void link_state::send_forwards() {
  if (heir_)
    return hand_over();
  auto now = self->clock().now();
  while (auto x = forwarder_.next(now))
    send(x->number, *x->item);
  note_lost();
  auto due = forwarder_.due();
  if (due == forwarder::time_point::max() || (!alarms_.empty() && *alarms_.begin() <= due))
    return;
  alarms_.insert(due);
  self->delayed_send(self, std::max(due - now, {}), caf::tick_atom::value);
}

void link_state::send(uint64_t number, const forward_item& x) {
  using ending = forwarder::ending;
  auto& forward = options.forwards[x.forward];
  auto made = forward.out->run(x.content, x.timestamp_ms);
  auto well = made.kind == outbound_result::kind::publish;
  note_forward(forward, well ? "" : made.why);
  if (!well)
    return forwarder_.ended(number, ending::refused, self->clock().now());
  publish_request request{
      forward.settings->publish_topic,
      std::move(made.payload),
      forward.qos,
      true,
      {},
      forward.settings->retain,
      true};
  auto end = [this, number, by = wiring.agent](ending how) {
    forwarder_.ended(number, how, self->clock().now());
    send_forwards();
    answered(by);
  };
  ++asked_;
  self->request(wiring.agent, caf::infinite, std::move(request))
      .then(
          [end](const write_result&) { end(ending::acknowledged); },
          [this, end, i = x.forward](const caf::error& reason) {
            auto refused = is(reason, errc::refused);
            if (refused)
              note_forward(options.forwards[i], sentence(reason));
            end(refused ? ending::refused : ending::failed);
          });
}

/// What waits here goes by whoever serves the attributes now; what nobody sends on any more
/// ends as dropped.
void link_state::hand_over() {
  forward_batch batch;
  batch.handed_over = true;
  for (auto& x : forwarder_.release()) {
    auto theirs = x.forward < heir_->forwards.size() ? heir_->forwards[x.forward] : UINT32_MAX;
    if (theirs == UINT32_MAX)
      continue;
    x.forward = theirs;
    batch.items.push_back(std::move(x));
  }
  if (!batch.items.empty())
    self->send(heir_->link, std::move(batch));
}

void link_state::note_forward(compiled_forward& x, const std::string& cause) {
  note_turn(
      x.failing, cause, {"forward.failing", "forward.recovered"}, x.attribute,
      x.settings->publish_topic);
}

/// One line when values begin to get lost while others wait; the ledger counts them.
void link_state::note_lost() {
  auto losing = forwarder_.lost() > 0;
  if (losing == std::exchange(losing_, losing) || !losing)
    return;
  log::warn(
      "forwards.lost", "realm", options.realm, "asset", options.asset->id, "agent", options.agent,
      "waiting", forwarder_.waiting());
}

} // namespace troupe
