#pragma once

#include <string>
#include <vector>

namespace troupe::cli {

/// What to do about secrets that this shell cannot see, to stand after the first of the
/// sentences that name them: where they are credentials, this very command as systemd
/// runs it with them.
std::string way_to_see(const std::vector<std::string>& unseen);

} // namespace troupe::cli
