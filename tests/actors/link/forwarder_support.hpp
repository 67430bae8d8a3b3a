#pragma once

#include "tests/support/catch.hpp"

#include "actors/inspector/ledger.hpp"
#include "actors/link/forwarder.hpp"

namespace troupe::test {

/// One forwarder, its clock, and all that it has said to send.
struct forward_bench {
  std::vector<forward_settings> settings;
  link_counter_block_ptr counters;
  class forwarder it;
  forwarder::time_point now{std::chrono::hours{1}};
  std::vector<std::string> sent;
  std::vector<uint64_t> numbers; ///< Of what was sent and not ended.

  explicit forward_bench(std::vector<forward_settings> x, bool online = true)
      : settings{std::move(x)}, counters{std::make_shared<link_counter_block>(settings.size())} {
    std::vector<const forward_settings*> all;
    for (auto& y : settings)
      all.push_back(&y);
    it = forwarder{all};
    flow(online);
  }

  void flow(bool online, uint32_t window = 100) {
    it.flow({online, window});
    send();
  }

  void offer(value x, uint32_t forward = 0) {
    (*counters)[forward].add(outbound::requested);
    it.offer(
        {forward, 1'000, std::move(x), write_ticket{counters, forward, outbound::queued}}, now);
    send();
  }

  void send() {
    while (auto x = it.next(now)) {
      sent.push_back(to_json(x->item->content));
      numbers.push_back(x->number);
    }
  }

  void end_all(forwarder::ending how) {
    for (auto number : std::exchange(numbers, {}))
      it.ended(number, how, now);
    send();
  }

  /// Moves the clock; ticks come when they are due.
  void pass(std::chrono::milliseconds span) {
    auto end = now + span;
    for (auto due = it.due(); due <= end; due = it.due()) {
      now = std::max(now, due);
      it.tick(now);
      send();
    }
    now = end;
  }

  uint64_t count(outbound x, uint32_t forward = 0) const { return (*counters)[forward][x]; }

  bool closes() const {
    for (size_t i = 0; i < counters->size(); ++i)
      if (!read_ledger((*counters)[i]).closes())
        return false;
    return true;
  }
};

inline forward_settings plain(outbox_policy policy = outbox_policy::keep_latest) {
  forward_settings out;
  out.outbox = policy;
  return out;
}

inline forward_settings every(std::chrono::milliseconds interval) {
  auto out = plain();
  out.min_interval = interval;
  return out;
}

inline forward_settings always(outbox_policy policy) {
  auto out = plain(policy);
  out.on = forward_on::always;
  return out;
}

using texts = std::vector<std::string>;

} // namespace troupe::test
