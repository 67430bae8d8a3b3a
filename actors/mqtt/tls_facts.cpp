#include "actors/mqtt/tls_facts.hpp"

#include "actors/vault/certificate_text.hpp"

#include <cctype>

namespace troupe {

tls_facts facts_of(const probe_stream& stream) {
  auto* tls = stream.tls();
  tls_facts result;
  result.protocol = SSL_get_version(tls);
  result.cipher = SSL_get_cipher_name(tls);
  if (auto* certificate = SSL_get0_peer_certificate(tls)) {
    result.subject = subject_of(*certificate);
    result.issuer = issuer_of(*certificate);
    result.not_after_ms = not_after_ms(*certificate);
  }
  result.certificate_requested = stream.trace().certificate_requested;
  result.certificate_sent = result.certificate_requested && SSL_get_certificate(tls) != nullptr;
  const unsigned char* alpn = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(tls, &alpn, &size);
  for (unsigned i = 0; i < size; ++i) // the server's own words, though we made the offer
    result.alpn += std::isprint(alpn[i]) != 0 ? static_cast<char>(alpn[i]) : '?';
  return result;
}

std::string facts_text(const tls_facts& x) {
  auto client = !x.certificate_requested ? "no client certificate was asked for"
                : x.certificate_sent     ? "the client certificate was sent"
                                         : "a client certificate was asked for, none was sent";
  return x.protocol + ", " + x.cipher + ", the certificate \"" + x.subject + "\" by \"" + x.issuer
         + "\" until " + moment_text(x.not_after_ms) + "; " + client
         + (x.alpn.empty() ? "" : "; ALPN \"" + x.alpn + '"');
}

} // namespace troupe
