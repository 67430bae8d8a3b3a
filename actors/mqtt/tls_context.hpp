#pragma once

#include "actors/vault/tls_material.hpp"
#include "schemas/mqtt.hpp"

#include <caf/expected.hpp>

#include <openssl/ssl.h>

#include <memory>

namespace troupe {

struct free_tls {
  void operator()(SSL_CTX* x) const noexcept { SSL_CTX_free(x); }
  void operator()(SSL* x) const noexcept { SSL_free(x); }
  void operator()(X509* x) const noexcept { X509_free(x); }
};

using tls_context = std::unique_ptr<SSL_CTX, free_tls>;

/// What the library is given, for a handshake of our own. Fails with a sentence
/// about our own key or certificates.
caf::expected<tls_context> make_tls_context(const client_options& x, const tls_material& material);

/// 'our certificate "hall.aws"'
std::string our_certificate(const tls_material& x);

/// The oldest error of this thread in OpenSSL's words, and no more errors.
std::string take_tls_error();

} // namespace troupe
