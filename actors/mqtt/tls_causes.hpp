#pragma once

#include "actors/mqtt/probe_stream.hpp"

#include <string>

namespace troupe {

/// One sentence why the TLS handshake on `stream` failed, or the connection right
/// after it. `peer` is its name for people.
std::string why_tls_failed(
    const probe_stream& stream, const client_options& x, const tls_material& material,
    const std::string& peer);

/// Whether that was because one of the two did not accept the other's certificate.
refusal refusal_in(const probe_stream& stream);

} // namespace troupe
