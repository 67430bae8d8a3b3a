#pragma once

#include "schemas/mqtt.hpp"

namespace troupe {

/// Path and query as they go into the request line; begins with a slash. What does
/// not belong there is encoded, so that no text can add a line to the request. So
/// are colons: the library takes what follows the last one for the port.
std::string websocket_path(const websocket_options& x);

} // namespace troupe
