#include "actors/vault/certificate_text.hpp"

#include "actors/vault/certificate_check.hpp"
#include "actors/vault/openssl_handles.hpp"

#include <array>
#include <cstdio>
#include <ctime>

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/x509v3.h>

namespace troupe {
namespace {

constexpr size_t longest_text = 200;
constexpr int most_names = 8;

std::string clipped(std::string_view x) {
  if (x.size() <= longest_text)
    return std::string{x};
  auto end = longest_text;
  while (end > 0 && (static_cast<unsigned char>(x[end]) & 0xc0) == 0x80) // within a character
    --end;
  return std::string{x.substr(0, end)} + "...";
}

std::string text_of(const X509_NAME* x) {
  bio_ptr out{BIO_new(BIO_s_mem())};
  X509_NAME_print_ex(
      out.get(), x, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  auto text = written(*out);
  return text.empty() ? "a certificate without a name" : clipped(text);
}

int64_t ms_of(const ASN1_TIME* x) {
  std::tm parts{};
  return ASN1_TIME_to_tm(x, &parts) == 1 ? int64_t{timegm(&parts)} * 1'000 : 0;
}

std::string curve_of(const EVP_PKEY* key) {
  std::array<char, 64> name{};
  size_t length = 0;
  if (EVP_PKEY_get_group_name(key, name.data(), name.size(), &length) != 1)
    return "of an unnamed curve";
  auto* nist = EC_curve_nid2nist(OBJ_sn2nid(name.data()));
  return nist ? nist : name.data();
}

std::string text_of(const ASN1_STRING* x) {
  std::string out;
  auto* data = ASN1_STRING_get0_data(x);
  for (int i = 0; i < ASN1_STRING_length(x); ++i)
    out += data[i] >= ' ' && data[i] < 0x7f ? static_cast<char>(data[i]) : '?';
  return clipped(out);
}

std::string address_text(const ASN1_OCTET_STRING* x) {
  auto size = ASN1_STRING_length(x);
  if (size != 4 && size != 16)
    return {};
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(
      size == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(x), text.data(),
      static_cast<socklen_t>(text.size()));
  return text.data();
}

/// Of the kinds that a host is compared with.
std::string text_of(const GENERAL_NAME& x) {
  switch (x.type) {
  case GEN_DNS: return text_of(x.d.dNSName);
  case GEN_IPADD: return address_text(x.d.iPAddress);
  default: return {};
  }
}

std::string common_name(const X509& x) {
  auto* subject = X509_get_subject_name(&x);
  auto index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  return index < 0 ? std::string{}
                   : text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index)));
}

} // namespace

std::string subject_of(const x509_st& x) {
  clean_error_queue errors;
  return text_of(X509_get_subject_name(&x));
}

std::string issuer_of(const x509_st& x) {
  clean_error_queue errors;
  return text_of(X509_get_issuer_name(&x));
}

std::string names_of(const x509_st& x) {
  clean_error_queue errors;
  openssl_ptr<GENERAL_NAMES, GENERAL_NAMES_free> names{
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&x, NID_subject_alt_name, nullptr, nullptr))};
  std::string out;
  int count = 0;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    auto text = text_of(*sk_GENERAL_NAME_value(names.get(), i));
    if (!text.empty() && ++count <= most_names)
      out += (out.empty() ? "\"" : ", \"") + text + '"';
  }
  if (count > most_names)
    out += " and " + std::to_string(count - most_names) + " more";
  if (count > 0)
    return out;
  auto name = common_name(x);
  return name.empty() ? "nobody" : '"' + name + '"';
}

std::string key_type_of(const x509_st& x) {
  clean_error_queue errors;
  auto* key = X509_get0_pubkey(&x);
  if (!key)
    return "unknown";
  switch (EVP_PKEY_get_base_id(key)) {
  case EVP_PKEY_RSA: return "RSA " + std::to_string(EVP_PKEY_get_bits(key));
  case EVP_PKEY_EC: return "EC " + curve_of(key);
  case EVP_PKEY_ED25519: return "Ed25519";
  case EVP_PKEY_ED448: return "Ed448";
  default: break;
  }
  auto* name = EVP_PKEY_get0_type_name(key);
  return name ? name : "unknown";
}

std::string digest_of(const x509_st& x) {
  clean_error_queue errors;
  int digest = NID_undef;
  if (X509_get_signature_info(const_cast<X509*>(&x), &digest, nullptr, nullptr, nullptr) == 0)
    return "an unknown digest";
  return OBJ_nid2sn(digest);
}

std::string fingerprint_of(const x509_st& x) {
  clean_error_queue errors;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  X509_digest(&x, EVP_sha256(), digest.data(), &size);
  std::string out;
  for (unsigned int i = 0; i < size; ++i) {
    std::array<char, 3> hex{};
    std::snprintf(hex.data(), hex.size(), "%02x", digest[i]);
    out += hex.data();
  }
  return out;
}

int64_t not_before_ms(const x509_st& x) { return ms_of(X509_get0_notBefore(&x)); }

int64_t not_after_ms(const x509_st& x) { return ms_of(X509_get0_notAfter(&x)); }

certificate_view
view_of(const std::string& alias, bool is_key, const std::vector<certificate>& chain) {
  certificate_view out;
  out.alias = alias;
  out.is_key = is_key;
  out.chain_length = static_cast<uint32_t>(chain.size());
  if (chain.empty())
    return out;
  auto& x = *chain.front();
  out.subject = subject_of(x);
  out.issuer = issuer_of(x);
  out.key_type = key_type_of(x);
  out.fingerprint = fingerprint_of(x);
  out.not_before_ms = not_before_ms(x);
  auto& first = first_to_expire(chain);
  out.not_after_ms = not_after_ms(*first);
  if (first != chain.front())
    out.ends_with = subject_of(*first);
  return out;
}

std::string moment_text(int64_t ms) {
  auto whole = static_cast<time_t>(ms / 1'000);
  std::tm parts{};
  std::array<char, 64> text{};
  if (!gmtime_r(&whole, &parts)
      || std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts) == 0)
    return std::to_string(ms) + " ms";
  return text.data();
}

} // namespace troupe
