#pragma once

#include "actors/asset/freshness.hpp"
#include "schemas/messages.hpp"

#include <functional>
#include <string>
#include <vector>

namespace troupe {

/// The attributes of `asset` that are silent, one view for each agent. `last_ms` tells when an
/// attribute had its last value, 0: never; `started_ms` since when it is waited for.
std::vector<silence_view> silences(
    const std::string& realm, const asset_settings& asset, const freshness& x,
    const std::function<int64_t(size_t)>& last_ms, int64_t started_ms);

} // namespace troupe
