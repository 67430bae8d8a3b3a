#pragma once

#include "schemas/interfaces.hpp"

#include <filesystem>
#include <vector>

namespace troupe {

/// The data points that `x` asks for, oldest first, by a read-only connection of its own: it
/// neither waits for the writer nor holds it up. Fails with `not_found` for an attribute the
/// database has never heard of, `unavailable` where there is no database.
caf::expected<std::vector<data_point>>
read_history(const std::filesystem::path& file, const history_query& x);

struct history_state {
  static constexpr const char* name = "history";
  explicit history_state(history_actor::pointer) {}
};

/// Spawn it detached, one for a question: it reads from the disk and ends after the answer.
history_actor::behavior_type
history(history_actor::stateful_pointer<history_state> self, std::filesystem::path file);

} // namespace troupe
