#pragma once

#include "schemas/errors.hpp"
#include "schemas/fwd.hpp"

#include <caf/actor.hpp>
#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/detail/test_actor_clock.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace troupe::test {

/// An actor system that runs in the test's own thread and in virtual time.
/// Whatever a call sets off has happened when it returns; what `spawn` made
/// ends with the fixture. An actor that the program detaches is spawned like any other.
class actor_fixture {
public:
  actor_fixture() : system{prepared(config_)} {}
  actor_fixture(const actor_fixture&) = delete;
  actor_fixture& operator=(const actor_fixture&) = delete;

  ~actor_fixture() {
    for (auto i = spawned_.rbegin(); i != spawned_.rend(); ++i)
      kill(*i);
  }

  /// Spawns `fun(self, xs...)`; typed or not, with or without state.
  template <class F, class... Ts>
  auto spawn(F fun, Ts&&... xs) {
    auto handle = system.spawn(fun, std::forward<Ts>(xs)...);
    keep(handle);
    run();
    return handle;
  }

  /// Ends `handle` together with the fixture, though another actor spawned it.
  template <class Handle>
  void keep(const Handle& handle) {
    spawned_.push_back(caf::actor_cast<caf::actor>(handle));
  }

  template <class Handle, class... Ts>
  void tell(const Handle& handle, Ts&&... xs) {
    caf::anon_send(caf::actor_cast<caf::actor>(handle), std::forward<Ts>(xs)...);
    run();
  }

  /// The answer to a request that may need more than the present moment: empty
  /// until it is there.
  template <class T>
  using answer = std::shared_ptr<std::optional<caf::expected<T>>>;

  /// Requests a `T`; `caf::unit_t` where the answer carries nothing.
  template <class T, class Handle, class... Ts>
  answer<T> request(const Handle& handle, Ts&&... xs) {
    auto slot = std::make_shared<std::optional<caf::expected<T>>>();
    auto what = caf::make_message(std::forward<Ts>(xs)...);
    keep(system.spawn([slot, to = caf::actor_cast<caf::actor>(handle),
                       what](caf::event_based_actor* self) {
      auto failed = [slot](caf::error& x) { slot->emplace(std::move(x)); };
      if constexpr (std::is_same_v<T, caf::unit_t>)
        self->request(to, caf::infinite, what).then([slot] { slot->emplace(caf::unit); }, failed);
      else
        self->request(to, caf::infinite, what)
            .then([slot](T& x) { slot->emplace(std::move(x)); }, failed);
    }));
    run();
    return slot;
  }

  /// Requests a `T` that is answered at once.
  template <class T, class Handle, class... Ts>
  caf::expected<T> ask(const Handle& handle, Ts&&... xs) {
    auto slot = request<T>(handle, std::forward<Ts>(xs)...);
    if (!*slot)
      return failure(errc::timed_out, "the actor has not answered");
    return std::move(**slot);
  }

  /// Runs until no actor has anything left to do now.
  void run() { coordinator().run(); }

  /// Moves the clock; timers fire one after the other, each at its own time.
  void pass(std::chrono::nanoseconds duration) {
    auto& clock = coordinator().clock();
    auto end = clock.current_time + duration;
    while (clock.has_pending_timeout() && clock.schedule().begin()->first <= end) {
      auto due = clock.schedule().begin()->first;
      clock.advance_time(std::max(due - clock.current_time, {}));
      run();
    }
    clock.advance_time(end - clock.current_time);
    run();
  }

  /// Whether any timer is pending.
  bool timer_pending() { return coordinator().has_pending_timeout(); }

  /// Wall time in ms since the epoch: a fixed day plus what has passed.
  int64_t now_ms() {
    auto passed = coordinator().clock().current_time.time_since_epoch();
    return 1'750'000'000'000
           + std::chrono::duration_cast<std::chrono::milliseconds>(passed).count();
  }

  /// `now_ms` for an actor; the fixture outlives it.
  std::function<int64_t()> clock() {
    return [this] { return now_ms(); };
  }

  /// Ends an actor in order and waits for it.
  template <class Handle>
  void kill(const Handle& handle) {
    caf::anon_send_exit(handle, caf::exit_reason::user_shutdown);
    run();
  }

private:
  static caf::actor_system_config& prepared(caf::actor_system_config& x) {
    x.set("scheduler.policy", caf::atom("testing"));
    return x;
  }

  caf::scheduler::test_coordinator& coordinator() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
  }

  caf::actor_system_config config_;

public:
  caf::actor_system system;

private:
  std::vector<caf::actor> spawned_;
};

} // namespace troupe::test
