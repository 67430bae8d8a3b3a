#pragma once

#include "actors/mqtt/probe_stream.hpp"

#include <string>

namespace troupe {

/// One sentence why the TLS handshake on `stream` failed, or the connection right
/// after it. `peer` is its name for people.
std::string why_tls_failed(
    const probe_stream& stream, const client_options& x, const tls_material& material,
    const std::string& peer);

/// What the server showed, once the handshake is completed.
tls_facts facts_of(const probe_stream& stream);

/// The same for people: 'TLSv1.3, the certificate "CN=…" by "CN=…" until …'.
std::string facts_text(const tls_facts& x);

} // namespace troupe
