#pragma once

#include "actors/mqtt/probe_stream.hpp"

#include <string>

namespace troupe {

/// Asks for the WebSocket on `stream`. Why it was refused, in a sentence; empty: the
/// server switched over.
std::string
why_no_websocket(probe_stream& stream, const client_options& x, const std::string& peer);

} // namespace troupe
