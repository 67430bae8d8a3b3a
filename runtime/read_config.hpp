#pragma once

#include "actors/topology.hpp"

#include <filesystem>
#include <memory>

namespace troupe {

/// Reads `file` with all the checks of a start. What equals the settings that are `running` is
/// shared with them. Any thread; may take seconds.
config_reading
read_config(const std::filesystem::path& file, const std::shared_ptr<const settings>& running);

} // namespace troupe
