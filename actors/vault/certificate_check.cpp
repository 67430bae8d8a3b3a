#include "actors/vault/certificate_check.hpp"

#include "actors/vault/certificate_text.hpp"
#include "actors/vault/openssl_handles.hpp"

#include <algorithm>

#include <openssl/core_names.h>
#include <openssl/x509v3.h>

namespace troupe {
namespace {

constexpr int64_t day_ms = 86'400'000;
constexpr int least_strength_bits = 112; // security level 2
constexpr size_t longest_chain = 10;
constexpr int most_tries = 16; // issuers looked at for one chain, whoever made the pool

bool is_tls_curve(std::string_view key_type) {
  return key_type == "EC P-256" || key_type == "EC P-384" || key_type == "EC P-521";
}

std::string span_text(int64_t ms) {
  auto unit = ms >= 2 * day_ms ? day_ms : ms >= 7'200'000 ? 3'600'000 : ms >= 60'000 ? 60'000 : 0;
  auto name = unit == day_ms      ? " day"
              : unit == 3'600'000 ? " hour"
              : unit == 60'000    ? " minute"
                                  : " second";
  auto n = unit > 0 ? ms / unit : (ms + 999) / 1'000;
  return std::to_string(n) + name + (n == 1 ? "" : "s");
}

} // namespace

std::string validity_problem(const certificate& x, int64_t now_ms) {
  if (auto end = not_after_ms(*x); now_ms > end)
    return "expired " + span_text(now_ms - end) + " ago (" + moment_text(end) + ")";
  if (auto start = not_before_ms(*x); now_ms < start)
    return "is not valid before " + moment_text(start) + ", in " + span_text(start - now_ms);
  return {};
}

int64_t days_left(const certificate& x, int64_t now_ms) {
  auto left = not_after_ms(*x) - now_ms;
  return left >= 0 ? left / day_ms : -((-left + day_ms - 1) / day_ms);
}

bool fits(const private_key& key, const certificate& x) {
  clean_error_queue errors;
  return X509_check_private_key(x.get(), key.get()) == 1;
}

bool self_signed(const certificate& x) {
  clean_error_queue errors;
  return X509_self_signed(x.get(), 1) == 1;
}

bool broker_has(const certificate& x, const std::vector<certificate>& chain) {
  return x != chain.front() && self_signed(x);
}

const certificate& first_to_expire(const std::vector<certificate>& chain) {
  auto* out = &chain.front();
  for (auto& x : chain)
    if (!broker_has(x, chain) && not_after_ms(*x) < not_after_ms(**out))
      out = &x;
  return *out;
}

std::string dating_problem(const std::vector<certificate>& chain, int64_t now_ms) {
  for (auto& x : chain)
    if (auto problem = validity_problem(x, now_ms); !problem.empty() && !broker_has(x, chain))
      return "the certificate " + subject_of(*x) + " " + problem;
  return {};
}

bool is_authority(const certificate& x) {
  clean_error_queue errors;
  return X509_check_ca(x.get()) > 0;
}

std::string weakness(const certificate& x) {
  clean_error_queue errors;
  auto subject = subject_of(*x);
  auto* key = X509_get0_pubkey(x.get());
  if (!key)
    return "the key of " + subject + " is of a kind that OpenSSL does not know";
  if (EVP_PKEY_get_security_bits(key) < least_strength_bits)
    return "the key of " + subject + " (" + key_type_of(*x)
           + ") is too weak for TLS; take RSA 2048 or more, or an elliptic curve";
  auto is_explicit = 0;
  EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_explicit);
  if (is_explicit == 1)
    return "the key of " + subject
           + " spells the parameters of its curve out, which TLS refuses; make it again with the "
             "curve's name (openssl: -pkeyopt ec_param_enc:named_curve)";
  int digest = 0;
  int strength = 0;
  auto known = X509_get_signature_info(x.get(), &digest, nullptr, &strength, nullptr) == 1;
  if (known && strength < least_strength_bits && X509_self_signed(x.get(), 0) != 1)
    return "the signature of " + subject + " ("
           + (digest == NID_undef ? "an old hash" : OBJ_nid2ln(digest))
           + ") is too weak for TLS; it has to be issued again with SHA-256";
  return {};
}

std::string presenting_problem(const std::vector<certificate>& chain) {
  clean_error_queue errors;
  for (auto& x : chain)
    if (auto why = weakness(x); !why.empty())
      return why;
  auto& x = chain.front();
  if (auto type = key_type_of(*x); type.starts_with("EC ") && !is_tls_curve(type))
    return "the key of " + subject_of(*x) + " (" + type
           + ") is of a curve that TLS does not use; take P-256, P-384 or P-521";
  if (X509_check_purpose(x.get(), X509_PURPOSE_SSL_CLIENT, 0) != 1)
    return "the certificate " + subject_of(*x)
           + " is not for a TLS client, as its (extended) key usage says; it has to be issued "
             "again with clientAuth";
  return {};
}

certificate_pool::certificate_pool(const std::vector<certificate>& all) {
  for (auto& x : all)
    add(x);
}

void certificate_pool::add(const certificate& x) {
  by_subject_.emplace(X509_subject_name_hash(x.get()), x);
}

certificate certificate_pool::issuer_of(
    const certificate& subject, const std::vector<certificate>& used, int& tries) const {
  auto is_used = [&](const certificate& x) {
    return std::any_of(
        used.begin(), used.end(), [&](auto& y) { return X509_cmp(x.get(), y.get()) == 0; });
  };
  auto [at, end] = by_subject_.equal_range(X509_issuer_name_hash(subject.get()));
  for (; at != end && tries > 0; ++at) {
    auto& x = at->second;
    auto* key = X509_get0_pubkey(x.get());
    if (--tries; key && X509_check_issued(x.get(), subject.get()) == X509_V_OK && !is_used(x)
                 && X509_verify(subject.get(), key) == 1)
      return x;
  }
  return nullptr;
}

std::vector<certificate> chain_from(const certificate& leaf, const certificate_pool& pool) {
  clean_error_queue errors;
  std::vector<certificate> out{leaf};
  auto tries = most_tries;
  while (out.size() < longest_chain && X509_self_signed(out.back().get(), 0) != 1) {
    auto issuer = pool.issuer_of(out.back(), out, tries);
    if (!issuer)
      break;
    out.push_back(std::move(issuer));
  }
  return out;
}

} // namespace troupe
