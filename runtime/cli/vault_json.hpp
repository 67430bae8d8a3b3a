#pragma once

#include "actors/vault/agent_check.hpp"

#include <string>
#include <vector>

/// What `troupe vault` prints with --json. Times in ms since the epoch.
namespace troupe::cli {

/// `{"keystore_file","truststore_file","certificates":[…],"problems":[…]}`.
std::string vault_json(const vault_view& x);

/// An array of `{"realm","agent","alias","identity","chain","issuer","own_authorities",
/// "system_authorities","problems","warnings"}`.
std::string checks_json(const std::vector<agent_check>& x);

} // namespace troupe::cli
