#pragma once

#include <openssl/x509.h>

#include <cstdint>
#include <string>

/// Certificates in words, for sentences and tables. They come from strangers:
/// every text is bounded and without control characters.
namespace troupe {

std::string subject_of(const X509& x); ///< "CN=broker.example,O=Plant"
std::string issuer_of(const X509& x);

/// Whom it is for: "a.example", "*.b.example", "10.0.0.7"; each in quotes.
std::string names_of(const X509& x);

std::string key_of(const X509& x);    ///< "RSA 1024", "EC 256"
std::string digest_of(const X509& x); ///< What it is signed with: "SHA1".

std::string utc_text(const ASN1_TIME* x); ///< "2026-01-31 12:00 UTC"
int64_t milliseconds_of(const ASN1_TIME* x);

} // namespace troupe
