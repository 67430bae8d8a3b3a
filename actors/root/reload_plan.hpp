#pragma once

#include "actors/roster.hpp"
#include "config/difference.hpp"
#include "schemas/reload.hpp"

#include <vector>

namespace troupe {

/// What a reload does, or would do, in words: what starts, stops, restarts and resubscribes, and
/// what becomes of values that wait in `links` to be sent. Pure.
std::vector<reload_change> planned_changes(
    const settings_difference& x, const settings& running, const settings& wanted,
    const std::vector<link_group>& links);

} // namespace troupe
