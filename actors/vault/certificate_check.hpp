#pragma once

#include "actors/vault/certificate.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Whether a certificate will do, judged offline. An empty sentence: it will.
namespace troupe {

/// Why no certificate is judged then: the clock is certainly wrong.
inline constexpr std::string_view clock_before_build =
    "the clock stands before the day this program was built, so no certificate can be judged";

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

/// The certificates that `leaf` leads to among `pool`, itself first, each the
/// issuer of the one before it; at most 10.
std::vector<certificate> chain_from(const certificate& leaf, const std::vector<certificate>& pool);

} // namespace troupe
