#include "actors/link/forwarder.hpp"

#include <algorithm>

namespace troupe {

using namespace std::chrono_literals;

/// After a value that failed though the connection is there.
constexpr auto pause_after_failure = 1s;

forwarder::forwarder(const std::vector<const forward_settings*>& forwards) {
  for (auto x : forwards)
    slots_.push_back({x, forward_gate{*x}, std::nullopt, 0});
}

void forwarder::offer(forward_item&& x, time_point now) {
  auto& slot = slots_[x.forward];
  if (slot.held)
    slot.held->ticket.end(outbound::superseded);
  slot.held.reset(); // where the newest tells no more than what was sent last, all is told
  if (!slot.gate.is_news(x.content))
    return x.ticket.end(outbound::filtered);
  if (now >= slot.gate.opens() || queue_.would_give_way(x.forward))
    return pass(std::move(x), now);
  next_opening_ = std::min(next_opening_, slot.gate.opens());
  slot.held = std::move(x);
}

void forwarder::pass(forward_item&& x, time_point now) {
  auto& slot = slots_[x.forward];
  auto policy = slot.settings->outbox;
  slot.gate.passed(x.content, now);
  if (policy == outbox_policy::drop && !online_) {
    slot.gate.forget();
    return x.ticket.end(outbound::dropped);
  }
  auto expires = now + slot.settings->outbox_max_age;
  slot.last = queue_.add(
      {std::move(x), expires, policy != outbox_policy::keep_all, policy == outbox_policy::drop},
      lost_);
  forget_lost();
}

void forwarder::adopt(forward_item&& x, time_point now) {
  auto& settings = *slots_[x.forward].settings;
  if (settings.outbox == outbox_policy::drop && !online_)
    return x.ticket.end(outbound::dropped);
  auto expires = now + settings.outbox_max_age;
  queue_.adopt(
      {std::move(x), expires, settings.outbox != outbox_policy::keep_all,
       settings.outbox == outbox_policy::drop},
      lost_);
  forget_lost();
}

void forwarder::forget_lost() {
  for (auto& [number, forward] : lost_)
    if (auto& slot = slots_[forward]; slot.last == number)
      slot.gate.forget();
  lost_count_ += lost_.size();
  lost_.clear();
  if (queue_.waiting() == 0)
    lost_count_ = 0;
}

void forwarder::flow(const agent_flow& x) {
  online_ = x.online;
  window_ = x.window;
  pause_ = time_point::min();
  if (!online_)
    queue_.drop_fleeting(lost_);
  forget_lost();
}

void forwarder::agent_lost(time_point now) {
  flow({});
  for (auto number : queue_.sent_numbers())
    ended(number, ending::failed, now);
}

std::optional<forwarder::sending> forwarder::next(time_point now) {
  if (!online_ || now < pause_)
    return std::nullopt;
  pause_ = time_point::min();
  queue_.expire(now, lost_);
  auto entry = queue_.send(window_);
  forget_lost();
  if (!entry)
    return std::nullopt;
  if (entry->second.alone)
    slots_[entry->second.item.forward].gate.sent(now);
  return sending{entry->first, &entry->second.item};
}

void forwarder::ended(uint64_t number, ending how, time_point now) {
  auto entry = queue_.finish(number);
  if (!entry)
    return;
  if (how == ending::acknowledged)
    return entry->item.ticket.end(outbound::acknowledged);
  if (how == ending::failed && !entry->fleeting) {
    if (online_)
      pause_ = now + pause_after_failure;
    queue_.put_back(number, std::move(*entry), lost_);
  } else {
    entry->item.ticket.end(how == ending::failed ? outbound::dropped : outbound::rejected);
    lost_.emplace_back(number, entry->item.forward);
  }
  forget_lost();
}

std::vector<forward_item> forwarder::release() {
  auto out = queue_.release();
  for (auto& slot : slots_)
    if (auto held = std::exchange(slot.held, std::nullopt))
      out.push_back(std::move(*held));
  next_opening_ = time_point::max();
  return out;
}

forwarder::time_point forwarder::due() const {
  auto out = std::min(next_opening_, queue_.next_expiry());
  if (online_ && queue_.waiting() > 0 && pause_ != time_point::min())
    out = std::min(out, pause_);
  return out;
}

void forwarder::tick(time_point now) {
  if (now >= pause_)
    pause_ = time_point::min();
  queue_.expire(now, lost_);
  forget_lost();
  if (now < next_opening_)
    return;
  next_opening_ = time_point::max();
  for (auto& slot : slots_) {
    if (!slot.held)
      continue;
    if (now < slot.gate.opens()) {
      next_opening_ = std::min(next_opening_, slot.gate.opens());
      continue;
    }
    auto x = std::move(*slot.held);
    slot.held.reset();
    pass(std::move(x), now);
  }
}

} // namespace troupe
