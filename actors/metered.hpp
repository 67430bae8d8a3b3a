#pragma once

#include <caf/invoke_message_result.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

namespace troupe {

/// What one actor did so far. The actor writes, anyone reads, nobody asks: a
/// stuck actor is as visible as a busy one. Survives a restart of the actor.
struct meter {
  std::atomic<uint64_t> in{0};               ///< Messages that entered the mailbox.
  std::atomic<uint64_t> done{0};             ///< Messages handled.
  std::atomic<uint64_t> busy_ns{0};          ///< Time spent in handlers.
  std::atomic<uint64_t> longest_ns{0};       ///< The longest handler so far.
  std::atomic<uint64_t> high_water{0};       ///< The deepest mailbox so far.
  std::atomic<int64_t> handling_since_ns{0}; ///< Steady clock; 0: no handler runs.
  std::atomic<uint32_t> restarts{0};
  std::atomic<bool> alive{false};

  /// Messages waiting; approximate while the actor runs, 0 once it is dead.
  uint64_t depth() const {
    auto entered = in.load(std::memory_order_relaxed);
    auto handled = done.load(std::memory_order_relaxed);
    return alive.load(std::memory_order_relaxed) && entered > handled ? entered - handled : 0;
  }
};

/// An actor class that keeps a meter of its mailbox and its handlers.
template <class Base>
class metered : public Base {
public:
  template <class... Ts>
  explicit metered(caf::actor_config& cfg, Ts&&... xs) : Base(cfg, std::forward<Ts>(xs)...) {}

  using Base::enqueue;

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit* unit) override {
    if (auto m = written_.load(std::memory_order_acquire)) { // in the sender's thread
      auto entered = m->in.fetch_add(1, std::memory_order_relaxed) + 1;
      auto handled = m->done.load(std::memory_order_relaxed);
      if (entered > handled && entered - handled > m->high_water.load(std::memory_order_relaxed))
        m->high_water.store(entered - handled, std::memory_order_relaxed);
    }
    Base::enqueue(std::move(what), unit);
  }

  caf::invoke_message_result consume(caf::mailbox_element& what) override {
    if (!meter_)
      return Base::consume(what);
    auto start = now_ns();
    meter_->handling_since_ns.store(start, std::memory_order_relaxed);
    auto result = Base::consume(what);
    auto spent = static_cast<uint64_t>(now_ns() - start);
    meter_->handling_since_ns.store(0, std::memory_order_relaxed);
    meter_->busy_ns.fetch_add(spent, std::memory_order_relaxed);
    if (spent > meter_->longest_ns.load(std::memory_order_relaxed))
      meter_->longest_ns.store(spent, std::memory_order_relaxed);
    if (result != caf::invoke_message_result::skipped)
      meter_->done.fetch_add(1, std::memory_order_relaxed);
    return result;
  }

  /// Writes to `x` from now on; called first thing by the actor's function, once.
  void keep_meter(std::shared_ptr<meter> x) {
    x->done.store(x->in.load());
    x->handling_since_ns = 0;
    x->alive = true;
    meter_ = std::move(x);
    written_.store(meter_.get(), std::memory_order_release);
    this->attach_functor([m = meter_](const caf::error&) { m->alive = false; });
  }

private:
  static int64_t now_ns() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

  std::shared_ptr<meter> meter_;
  std::atomic<meter*> written_{nullptr}; ///< The same, for those who send.
};

/// The `self` of a typed, stateful, metered actor.
template <class Actor, class State>
using metered_self = caf::stateful_actor<State, metered<typename Actor::base>>*;

} // namespace troupe
