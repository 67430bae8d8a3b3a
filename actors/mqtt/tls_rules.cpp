#include "actors/mqtt/tls_rules.hpp"

#include "schemas/errors.hpp"

#include <algorithm>
#include <cstdlib>

#include <openssl/x509.h>

namespace troupe {
namespace {

constexpr size_t alpn_max = 255;

bool printable(const std::string& x) {
  return std::all_of(x.begin(), x.end(), [](char c) { return c > ' ' && c <= '~'; });
}

} // namespace

std::string alpn_list(const std::string& alpn) {
  return alpn.empty() ? alpn : static_cast<char>(alpn.size()) + alpn;
}

const char* system_authorities() {
  const auto* set = ::secure_getenv(X509_get_default_cert_dir_env()); // SSL_CERT_DIR
  return set != nullptr ? set : X509_get_default_cert_dir();
}

caf::error check_broker(const client_options& x, const tls_material* material) {
  if (!x.tls)
    return caf::none;
  if (material == nullptr)
    return failure(errc::unavailable, "there are no certificates for the TLS connection");
  if (!material->authorities && !material->system_authorities)
    return failure(
        errc::unavailable,
        "no server can be trusted: trust is \"own\", and the truststore holds no certificate");
  if (x.alpn.size() > alpn_max || !printable(x.alpn))
    return failure(errc::config_invalid, "alpn takes 1 to 255 printable characters of ASCII");
  return caf::none;
}

} // namespace troupe
