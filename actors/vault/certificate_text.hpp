#pragma once

#include "actors/vault/certificate.hpp"
#include "schemas/vault.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What a certificate says, for people. It may come from strangers: every text is
/// bounded and without control characters.
namespace troupe {

/// "CN=edge-7,O=Acme": RFC 2253, UTF-8 as it is, control characters escaped.
std::string subject_of(const x509_st& x);
std::string issuer_of(const x509_st& x);

/// Whom it is for: "a.example", "*.b.example", "10.0.0.7"; each in quotes.
std::string names_of(const x509_st& x);

/// "RSA 2048", "EC P-256", "Ed25519".
std::string key_type_of(const x509_st& x);

/// What it is signed with: "SHA1".
std::string digest_of(const x509_st& x);

/// SHA-256 of the whole, 64 hexadecimal digits.
std::string fingerprint_of(const x509_st& x);

/// Milliseconds since the epoch. The last instant that a certificate is valid.
int64_t not_before_ms(const x509_st& x);
int64_t not_after_ms(const x509_st& x);

/// All of it. `chain` begins with the certificate that is shown.
certificate_view
view_of(const std::string& alias, bool is_key, const std::vector<certificate>& chain);

/// "2026-11-25 02:07:38 UTC".
std::string moment_text(int64_t ms);

} // namespace troupe
