#pragma once

#include "actors/vault/certificate.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Whether a certificate will do, judged offline. An empty sentence: it will.
namespace troupe {

/// "expired 3 days ago (2026-11-20 12:00:00 UTC)", "is not valid before …".
std::string validity_problem(const certificate& x, int64_t now_ms);

/// Whole days until it expires; negative once it has.
int64_t days_left(const certificate& x, int64_t now_ms);

/// Whether the key is the one the certificate speaks of.
bool fits(const private_key& key, const certificate& x);

/// Whether it is issued by itself, and the signature says so, too.
bool self_signed(const certificate& x);

/// Whether it may issue others.
bool is_authority(const certificate& x);

/// Why TLS at security level 2 refuses to present these: a key below 112 bits of
/// strength, or a signature that is.
std::string weakness(const std::vector<certificate>& chain);

/// Why a peer that trusts `authorities` would refuse the first of `chain` as a
/// client; the rest of `chain` helps it. At security level 2.
std::string chain_problem(
    const std::vector<certificate>& chain, const std::vector<certificate>& authorities,
    int64_t now_ms);

/// The same for a peer that trusts what this system's folder of authorities holds.
std::string system_chain_problem(const std::vector<certificate>& chain, int64_t now_ms);

/// The certificates that `leaf` leads to among `pool`, itself first, each the
/// issuer of the one before it; at most 10.
std::vector<certificate> chain_from(const certificate& leaf, const std::vector<certificate>& pool);

} // namespace troupe
