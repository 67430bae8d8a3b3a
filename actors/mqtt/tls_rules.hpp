#pragma once

#include "actors/vault/tls_material.hpp"
#include "schemas/mqtt.hpp"

#include <caf/error.hpp>

#include <string>

/// What holds for every connection to a broker, whoever makes it: the library, or
/// the probe that explains why the library failed.
namespace troupe {

/// Level 2 of OpenSSL 3 is what asks for TLS 1.2, RSA 2048 and SHA-256 at least. It
/// stands in the list of ciphers because the library takes it from nowhere else.
inline constexpr auto tls_ciphers = "DEFAULT@SECLEVEL=2";

/// `alpn` as TLS wants it: its length in a byte, then the text.
std::string alpn_list(const std::string& alpn);

/// The folder of the system's trusted certificates.
const char* system_authorities();

/// Why no connection may be tried with these options; empty: it may. `material` is
/// null where there is none.
caf::error check_broker(const client_options& x, const tls_material* material);

} // namespace troupe
