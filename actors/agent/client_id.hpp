#pragma once

#include <cstdint>
#include <string>

namespace troupe {

/// 22 Base62 characters, as OpenRemote makes them for an agent without a client id.
std::string random_client_id(uint64_t seed);

} // namespace troupe
