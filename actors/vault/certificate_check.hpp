#pragma once

#include "actors/vault/certificate.hpp"

#include <cstdint>
#include <map>
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

/// The one of a chain that expires first, of those the broker does not have itself.
const certificate& first_to_expire(const std::vector<certificate>& chain);

/// Whether it stands in the chain for completeness only: a root, which the broker has to
/// have itself, perhaps a newer one.
bool broker_has(const certificate& x, const std::vector<certificate>& chain);

/// Whether it may issue others.
bool is_authority(const certificate& x);

/// Why TLS at security level 2 refuses it: a key below 112 bits of strength, a
/// signature that is, a curve that the certificate spells out instead of naming it.
std::string weakness(const certificate& x);

/// Why TLS refuses to present these: a weakness, or the first is not for a client or
/// of a curve that TLS does not know.
std::string presenting_problem(const std::vector<certificate>& chain);

/// Which of these is not valid now, of those the broker does not have itself.
std::string dating_problem(const std::vector<certificate>& chain, int64_t now_ms);

/// Certificates in which issuers are looked for. A store may have thousands.
class certificate_pool {
public:
  certificate_pool() = default;
  explicit certificate_pool(const std::vector<certificate>& all);
  void add(const certificate& x);

  /// Of what issued `subject`: the first that its signature confirms and that is not in
  /// `used`; null: none. Spends `tries`.
  certificate
  issuer_of(const certificate& subject, const std::vector<certificate>& used, int& tries) const;

private:
  std::multimap<unsigned long, certificate> by_subject_; ///< By the hash of its name.
};

/// The certificates that `leaf` leads to among `pool`, itself first, each the
/// issuer of the one before it; at most 10.
std::vector<certificate> chain_from(const certificate& leaf, const certificate_pool& pool);

} // namespace troupe
