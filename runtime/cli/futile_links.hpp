#pragma once

#include "config/diagnostic.hpp"
#include "config/settings.hpp"

#include <string>

namespace troupe::cli {

/// Warns of what a link can say and can never happen: converter keys that are never
/// looked up, groups that a pattern lacks, levels that the topic lacks.
void add_futile(diagnostics& out, const agent_link_settings& link, const std::string& subject);

} // namespace troupe::cli
