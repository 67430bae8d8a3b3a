#include "actors/vault/certificate_text.hpp"

#include "actors/vault/openssl_handles.hpp"

#include <array>
#include <cstdio>
#include <ctime>

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/x509v3.h>

namespace troupe {
namespace {

constexpr size_t longest_name = 1'000;
constexpr size_t most_names = 200;

std::string text_of(const X509_NAME* x) {
  bio_ptr out{BIO_new(BIO_s_mem())};
  X509_NAME_print_ex(
      out.get(), x, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  auto text = written(*out);
  if (text.size() > longest_name) {
    auto end = longest_name;
    while ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
      --end;
    text = text.substr(0, end) + "…";
  }
  return text;
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

std::string address_text(const ASN1_OCTET_STRING* x) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  auto family = ASN1_STRING_length(x) == 16 ? AF_INET6 : AF_INET;
  auto fits = ASN1_STRING_length(x) == 16 || ASN1_STRING_length(x) == 4;
  if (!fits || !inet_ntop(family, ASN1_STRING_get0_data(x), text.data(), text.size()))
    return "unreadable";
  return text.data();
}

std::string text_of(const ASN1_STRING* x) {
  return {
      reinterpret_cast<const char*>(ASN1_STRING_get0_data(x)),
      static_cast<size_t>(ASN1_STRING_length(x))};
}

std::string text_of(const GENERAL_NAME* x) {
  switch (x->type) {
  case GEN_DNS: return "DNS:" + text_of(x->d.dNSName);
  case GEN_IPADD: return "IP:" + address_text(x->d.iPAddress);
  case GEN_URI: return "URI:" + text_of(x->d.uniformResourceIdentifier);
  case GEN_EMAIL: return "email:" + text_of(x->d.rfc822Name);
  default: return {};
  }
}

} // namespace

std::string subject_of(const certificate& x) {
  clean_error_queue errors;
  return text_of(X509_get_subject_name(x.get()));
}

std::string issuer_of(const certificate& x) {
  clean_error_queue errors;
  return text_of(X509_get_issuer_name(x.get()));
}

std::string key_type_of(const certificate& x) {
  clean_error_queue errors;
  auto* key = X509_get0_pubkey(x.get());
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

std::string fingerprint_of(const certificate& x) {
  clean_error_queue errors;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  X509_digest(x.get(), EVP_sha256(), digest.data(), &size);
  std::string out;
  for (unsigned int i = 0; i < size; ++i) {
    std::array<char, 3> hex{};
    std::snprintf(hex.data(), hex.size(), "%02x", digest[i]);
    out += hex.data();
  }
  return out;
}

int64_t not_before_ms(const certificate& x) { return ms_of(X509_get0_notBefore(x.get())); }

int64_t not_after_ms(const certificate& x) { return ms_of(X509_get0_notAfter(x.get())); }

std::vector<std::string> alternative_names_of(const certificate& x) {
  clean_error_queue errors;
  std::vector<std::string> out;
  openssl_ptr<GENERAL_NAMES, GENERAL_NAMES_free> names{static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(x.get(), NID_subject_alt_name, nullptr, nullptr))};
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()) && out.size() < most_names; ++i)
    if (auto text = text_of(sk_GENERAL_NAME_value(names.get(), i)); !text.empty())
      out.push_back(std::move(text));
  return out;
}

certificate_view
view_of(const std::string& alias, bool is_key, const std::vector<certificate>& chain) {
  certificate_view out;
  out.alias = alias;
  out.is_key = is_key;
  out.chain_length = static_cast<uint32_t>(chain.size());
  if (chain.empty())
    return out;
  auto& x = chain.front();
  out.subject = subject_of(x);
  out.issuer = issuer_of(x);
  out.key_type = key_type_of(x);
  out.fingerprint = fingerprint_of(x);
  out.not_before_ms = not_before_ms(x);
  out.not_after_ms = not_after_ms(x);
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
