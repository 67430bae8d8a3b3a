#pragma once

#include "actors/message_mark.hpp"

#include <caf/error.hpp>
#include <caf/invoke_message_result.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/sec.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>

namespace troupe {

/// What a test does to an actor that is about to handle the message of this name: it
/// throws, and the actor crashes as if its handler had, or waits, and the actor hangs.
using interference = std::function<void(const std::string& message)>;

/// What one actor did so far. The actor writes, anyone reads, nobody asks: a
/// stuck actor is as visible as a busy one. Survives a restart of the actor.
struct meter {
  std::atomic<uint64_t> in{0};               ///< Messages that entered the mailbox.
  std::atomic<uint64_t> done{0};             ///< Messages handled.
  std::atomic<uint64_t> busy_ns{0};          ///< Time spent in handlers.
  std::atomic<uint64_t> longest_ns{0};       ///< The longest handler so far.
  std::atomic<uint64_t> high_water{0};       ///< The deepest mailbox so far.
  std::atomic<int64_t> handling_since_ns{0}; ///< Steady clock; 0: no handler runs.
  message_mark handling;                     ///< The message it is at, or was at last.
  std::atomic<uint32_t> restarts{0};
  std::atomic<bool> alive{false};
  std::atomic<const interference*> seam{nullptr}; ///< Set by tests only, which keep it.

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
    turn now{*meter_, what};
    if (auto* disturb = meter_->seam.load(std::memory_order_acquire))
      (*disturb)(meter_->handling.name());
    auto result = Base::consume(what);
    now.handled = result != caf::invoke_message_result::skipped;
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
    this->set_exception_handler([](std::exception_ptr& x) { return error_of(x); });
  }

private:
  /// One message in its handler, also one that throws.
  struct turn {
    turn(meter& m, const caf::mailbox_element& what) : m{m} {
      m.handling.set(what);
      m.handling_since_ns.store(start, std::memory_order_relaxed);
    }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
    ~turn() {
      auto spent = static_cast<uint64_t>(now_ns() - start);
      m.handling_since_ns.store(0, std::memory_order_relaxed);
      m.busy_ns.fetch_add(spent, std::memory_order_relaxed);
      if (spent > m.longest_ns.load(std::memory_order_relaxed))
        m.longest_ns.store(spent, std::memory_order_relaxed);
      if (handled)
        m.done.fetch_add(1, std::memory_order_relaxed);
    }

    meter& m;
    int64_t start = now_ns();
    bool handled = true;
  };

  /// What the supervisor and those who wait for an answer hear of it.
  static caf::error error_of(const std::exception_ptr& x) {
    try {
      std::rethrow_exception(x);
    } catch (const std::exception& what) {
      return caf::make_error(caf::sec::runtime_error, std::string{what.what()});
    } catch (...) {
      return caf::make_error(caf::sec::runtime_error, std::string{"an unknown exception"});
    }
  }

  static int64_t now_ns() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

  std::shared_ptr<meter> meter_;
  std::atomic<meter*> written_{nullptr}; ///< The same, for those who send.
};

/// The `self` of a typed, stateful, metered actor.
template <class Actor, class State>
using metered_self = caf::stateful_actor<State, metered<typename Actor::base>>*;

} // namespace troupe
