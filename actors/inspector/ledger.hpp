#pragma once

#include "actors/inspector/json_writer.hpp"
#include "schemas/ledger.hpp"

#include <array>
#include <cstdint>

namespace troupe {

/// The counters of one or more agent links as they stood at one moment.
struct ledger_sums {
  std::array<uint64_t, static_cast<size_t>(inbound::count_)> in{};
  std::array<uint64_t, static_cast<size_t>(outbound::count_)> out{};

  /// What was received, or requested, has an outcome or a place, all of it.
  bool closes() const;
  ledger_sums& operator+=(const ledger_sums& x);
};

/// Reads the counters while the actors go on counting: again, where the sums
/// do not close at first, so that only lasting differences are seen.
ledger_sums read_ledger(const link_counters& x);

/// Appends the members "in", "out" and "closes".
void append_members(json_writer& out, const ledger_sums& x);

} // namespace troupe
