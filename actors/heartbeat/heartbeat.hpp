#pragma once

#include "actors/metered.hpp"
#include "actors/roster.hpp"
#include "schemas/interfaces.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace troupe {

struct heartbeat_options {
  roster_ptr who;
  std::chrono::milliseconds interval{15'000}; ///< Between rounds, and what an answer may take.
  std::function<void()> beat;                 ///< All of a round have answered.
};

struct heartbeat_state {
  static constexpr const char* name = "heartbeat";
  explicit heartbeat_state(heartbeat_actor::pointer self) : self{self} {}

  void tick();

  heartbeat_actor::pointer self;
  heartbeat_options options;

private:
  using round = std::shared_ptr<size_t>; ///< How many have yet to answer.

  void ask(const actor_card_ptr& card, const round& missing);
  void answered(const round& missing);
};

/// Asks, in each round, everyone on whom others depend: root, the inspector, the realms, their
/// stores and the mqtt actor, which answers for its library's threads. A round in which one of
/// them is silent has no beat and names it in the log. An actor that has ended is not asked: its
/// supervisor knows. That it runs at all shows that the scheduler does.
heartbeat_actor::behavior_type heartbeat(
    metered_self<heartbeat_actor, heartbeat_state> self, std::shared_ptr<meter> own,
    heartbeat_options options);

/// Who has been at one message for this long, longest first: "store of hall has been handling
/// `commit` for 12 s", a few of them; empty: no one. `steady_ns`: now, by the meters' clock.
std::string busy_ones(const roster& who, int64_t steady_ns, std::chrono::nanoseconds at_least);

} // namespace troupe
