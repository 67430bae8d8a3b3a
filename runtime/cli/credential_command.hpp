#pragma once

#include "config/load.hpp"

#include <string>
#include <vector>

namespace troupe::cli {

/// What to do about secrets that this shell cannot see, to stand after what is said of the
/// first of them: where they are credentials, this very command as systemd
/// runs it with them.
std::string way_to_see(const std::vector<unseen_secret>& unseen);

} // namespace troupe::cli
