#pragma once

#include "actors/mqtt/probe_stream.hpp"
#include "schemas/mqtt.hpp"

#include <string>

namespace troupe {

/// What the server showed, once the handshake is completed.
tls_facts facts_of(const probe_stream& stream);

/// The same for people: 'TLSv1.3, the certificate "CN=…" by "CN=…" until …'.
std::string facts_text(const tls_facts& x);

} // namespace troupe
