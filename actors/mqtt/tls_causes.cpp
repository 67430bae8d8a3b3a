#include "actors/mqtt/tls_causes.hpp"

#include "actors/vault/certificate_text.hpp"

#include <openssl/tls1.h>

#include <ctime>

namespace troupe {
namespace {

using enum stream_trace::end;

/// All that a sentence is made of.
struct scene {
  const stream_trace& trace;
  const client_options& options;
  const tls_material& material;
  const std::string& peer;
  const SSL* tls;
};

std::string quoted(const std::string& x) { return '"' + x + '"'; }

bool sent_certificate(const stream_trace& trace, const SSL* tls) {
  return trace.certificate_requested && SSL_get_certificate(tls) != nullptr;
}

// -- the server's certificate ------------------------------------------------------

std::string not_trusted(const scene& x, const std::string& what) {
  auto* who = x.material.system_authorities ? ", which neither the vault nor the system trusts"
                                            : ", which the vault does not trust (trust is \"own\")";
  return "the certificate of " + x.peer + what + who;
}

std::string other_fault(const scene& x) {
  return "the certificate of " + x.peer
         + " is not accepted: " + X509_verify_cert_error_string(x.trace.verify_error);
}

std::string why_refused(const scene& x, const X509& which) {
  auto subject = quoted(subject_of(which));
  auto shown = "the certificate " + subject + " that " + x.peer + " shows ";
  switch (x.trace.verify_error) {
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT: [[fallthrough]];
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [[fallthrough]];
  case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    return not_trusted(x, " is signed by " + quoted(issuer_of(which)));
  case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return not_trusted(x, " is signed by " + subject);
  case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    return not_trusted(x, " is signed by itself (" + subject + ')');
  case X509_V_ERR_CERT_HAS_EXPIRED: return shown + "expired on " + moment_text(not_after_ms(which));
  case X509_V_ERR_CERT_NOT_YET_VALID:
    return shown + "is not valid before " + moment_text(not_before_ms(which))
           + "; the clock here says " + moment_text(int64_t{std::time(nullptr)} * 1'000);
  case X509_V_ERR_EE_KEY_TOO_SMALL: [[fallthrough]];
  case X509_V_ERR_CA_KEY_TOO_SMALL:
    return shown + "has too weak a key: " + key_type_of(which)
           + "; RSA 2048 or EC 224 is the least";
  case X509_V_ERR_CA_MD_TOO_WEAK:
    return shown + "is signed with too weak a digest: " + digest_of(which)
           + "; SHA-256 is the least";
  default: return other_fault(x);
  }
}

std::string why_not_verified(const scene& x) {
  if (x.trace.verify_error == X509_V_ERR_HOSTNAME_MISMATCH) {
    auto* certificate = SSL_get0_peer_certificate(x.tls);
    return "the certificate of " + x.peer + " is for "
           + (certificate != nullptr ? names_of(*certificate) : "nobody") + ", not for "
           + quoted(x.options.host);
  }
  return x.trace.refused ? why_refused(x, *x.trace.refused) : other_fault(x);
}

// -- what the server says to ours ----------------------------------------------------

std::string with_alert(std::string text, int alert) {
  return text + " (alert " + SSL_alert_desc_string_long(alert) + ')';
}

std::string certificate_wanted(const scene& x) {
  return x.peer
         + " demands a client certificate, and there is none for this agent: set its"
           " certificate_alias";
}

std::string why_not_ours(const scene& x) {
  auto ours = our_certificate(x.material);
  auto alert = x.trace.alert;
  auto says = x.peer + " does not accept " + ours;
  switch (alert) {
  case SSL_AD_UNKNOWN_CA:
    return with_alert(
        x.peer + " does not know " + quoted(issuer_of(*SSL_get_certificate(x.tls)))
            + ", which signed " + ours,
        alert);
  case SSL_AD_CERTIFICATE_REVOKED: return with_alert(says + ": it is revoked", alert);
  case SSL_AD_CERTIFICATE_EXPIRED:
    return with_alert(says + ": it has expired, by the clock there", alert);
  default: return with_alert(says, alert);
  }
}

bool about_certificate(int alert) {
  return (alert >= SSL_AD_BAD_CERTIFICATE && alert <= SSL_AD_CERTIFICATE_UNKNOWN)
         || alert == SSL_AD_UNKNOWN_CA || alert == SSL_AD_ACCESS_DENIED
         || alert == SSL_AD_DECRYPT_ERROR || alert == SSL_AD_CERTIFICATE_REQUIRED;
}

/// Over TLS 1.2 there is no alert of its own for it.
bool wants_certificate(const stream_trace& trace) {
  return trace.alert == SSL_AD_CERTIFICATE_REQUIRED
         || (trace.alert == SSL_AD_HANDSHAKE_FAILURE && trace.certificate_requested);
}

std::string why_alert(const scene& x) {
  auto alert = x.trace.alert;
  auto sent = sent_certificate(x.trace, x.tls);
  if (!sent && wants_certificate(x.trace))
    return certificate_wanted(x);
  if (sent && about_certificate(alert))
    return why_not_ours(x);
  switch (alert) {
  case SSL_AD_PROTOCOL_VERSION: return with_alert(x.peer + " speaks no TLS 1.2 or newer", alert);
  case SSL_AD_NO_APPLICATION_PROTOCOL:
    return with_alert(
        x.options.alpn.empty() ? x.peer + " demands an application protocol: set alpn"
                               : x.peer + " does not know the application protocol "
                                     + quoted(x.options.alpn) + " that alpn names",
        alert);
  case SSL_AD_UNRECOGNIZED_NAME:
    return with_alert(x.peer + " does not serve the name " + quoted(x.options.host), alert);
  case SSL_AD_HANDSHAKE_FAILURE: [[fallthrough]];
  case SSL_AD_INSUFFICIENT_SECURITY:
    return with_alert(x.peer + " has no cipher or key that is safe enough", alert);
  default: return with_alert(x.peer + " broke off the TLS handshake", alert);
  }
}

// -- the rest ----------------------------------------------------------------------------

std::string version_name(int version) {
  switch (version) {
  case SSL3_VERSION: return "SSL 3";
  case TLS1_VERSION: return "TLS 1.0";
  case TLS1_1_VERSION: return "TLS 1.1";
  default: return "an unknown version of TLS";
  }
}

/// The first byte of a record that a server may answer with: an alert or a handshake.
bool looks_like_tls(int byte) { return byte == SSL3_RT_ALERT || byte == SSL3_RT_HANDSHAKE; }

std::string why_silent(const scene& x) {
  auto begun = x.trace.first_byte >= 0;
  switch (x.trace.how) {
  case timed_out:
    return x.peer + (begun ? " does not finish the TLS handshake" : " does not answer in TLS");
  case reset: [[fallthrough]];
  case closed: {
    auto did = x.peer + (x.trace.how == reset ? " reset" : " closed") + " the connection ";
    if (x.trace.secured)
      return did + "right after the TLS handshake, without a word";
    return did
           + (begun ? "in the TLS handshake"
                    : "when TLS began: perhaps it speaks none on this port");
  }
  default: return "the TLS handshake with " + x.peer + " failed: " + x.trace.error_text;
  }
}

} // namespace

std::string why_tls_failed(
    const probe_stream& stream, const client_options& options, const tls_material& material,
    const std::string& peer) {
  auto& trace = stream.trace();
  scene x{trace, options, material, peer, stream.tls()};
  if (trace.first_byte >= 0 && !looks_like_tls(trace.first_byte))
    return peer + " answers in plain text, not in TLS";
  if (trace.verify_error != X509_V_OK)
    return why_not_verified(x);
  if (trace.alert >= 0)
    return why_alert(x);
  auto version = trace.server_version;
  if (trace.how == tls_failed && version != 0 && version < TLS1_2_VERSION)
    return peer + " speaks " + version_name(version) + " at best; TLS 1.2 is the least";
  if (trace.error == SSL_R_DH_KEY_TOO_SMALL)
    return peer + " offers too weak a key exchange: its Diffie-Hellman key is too small";
  return why_silent(x);
}

refusal refusal_in(const probe_stream& stream) {
  auto& trace = stream.trace();
  if (trace.verify_error != X509_V_OK)
    return refusal::by_us;
  auto sent = sent_certificate(trace, stream.tls());
  if (sent ? about_certificate(trace.alert) : wants_certificate(trace))
    return refusal::by_broker;
  return refusal::none;
}

} // namespace troupe
