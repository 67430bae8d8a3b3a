#include "actors/mqtt/certificate_text.hpp"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <cctype>
#include <ctime>
#include <memory>
#include <string_view>

namespace troupe {
namespace {

constexpr size_t text_max = 200;
constexpr int names_max = 8;

struct free_bio {
  void operator()(BIO* x) const noexcept { BIO_free(x); }
};

struct free_names {
  void operator()(GENERAL_NAMES* x) const noexcept { GENERAL_NAMES_free(x); }
};

std::string clipped(std::string_view x) {
  if (x.size() <= text_max)
    return std::string{x};
  auto end = text_max;
  while (end > 0 && (static_cast<unsigned char>(x[end]) & 0xC0) == 0x80) // within a character
    --end;
  return std::string{x.substr(0, end)} + "...";
}

std::string text_of(const X509_NAME* x) {
  std::unique_ptr<BIO, free_bio> out{BIO_new(BIO_s_mem())};
  // UTF-8 stays readable; control characters are escaped.
  X509_NAME_print_ex(out.get(), x, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* data = nullptr;
  auto size = BIO_get_mem_data(out.get(), &data);
  return size > 0 ? clipped({data, static_cast<size_t>(size)}) : "a certificate without a name";
}

std::string text_of(const ASN1_STRING* x) {
  std::string result;
  auto* data = ASN1_STRING_get0_data(x);
  for (int i = 0; i < ASN1_STRING_length(x); ++i)
    result += std::isprint(data[i]) != 0 ? static_cast<char>(data[i]) : '?';
  return clipped(result);
}

std::string text_of(const GENERAL_NAME& x) {
  if (x.type == GEN_DNS)
    return text_of(x.d.dNSName);
  if (x.type != GEN_IPADD)
    return {};
  auto size = ASN1_STRING_length(x.d.iPAddress);
  if (size != 4 && size != 16)
    return {};
  char out[INET6_ADDRSTRLEN];
  return ::inet_ntop(
      size == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(x.d.iPAddress), out, sizeof(out));
}

std::string common_name(const X509& x) {
  auto* subject = X509_get_subject_name(&x);
  auto index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (index < 0)
    return {};
  return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index)));
}

std::tm tm_of(const ASN1_TIME* x) {
  std::tm result{};
  ASN1_TIME_to_tm(x, &result);
  return result;
}

} // namespace

std::string subject_of(const X509& x) { return text_of(X509_get_subject_name(&x)); }

std::string issuer_of(const X509& x) { return text_of(X509_get_issuer_name(&x)); }

std::string names_of(const X509& x) {
  std::unique_ptr<GENERAL_NAMES, free_names> names{
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&x, NID_subject_alt_name, nullptr, nullptr))};
  std::string result;
  int count = 0;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    auto text = text_of(*sk_GENERAL_NAME_value(names.get(), i));
    if (!text.empty() && ++count <= names_max)
      result += (result.empty() ? "\"" : ", \"") + text + '"';
  }
  if (count > names_max)
    result += " and " + std::to_string(count - names_max) + " more";
  if (count > 0)
    return result;
  auto name = common_name(x);
  return name.empty() ? "nobody" : '"' + name + '"';
}

std::string key_of(const X509& x) {
  auto* key = X509_get0_pubkey(&x);
  if (key == nullptr)
    return "unknown key";
  auto* type = EVP_PKEY_get0_type_name(key);
  return std::string{type != nullptr ? type : "unknown key"} + ' '
         + std::to_string(EVP_PKEY_get_bits(key));
}

std::string digest_of(const X509& x) {
  int digest = NID_undef;
  if (X509_get_signature_info(const_cast<X509*>(&x), &digest, nullptr, nullptr, nullptr) == 0)
    return "an unknown digest";
  return OBJ_nid2sn(digest);
}

std::string utc_text(const ASN1_TIME* x) {
  auto time = tm_of(x);
  char text[40];
  return {text, std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M UTC", &time)};
}

int64_t milliseconds_of(const ASN1_TIME* x) {
  auto time = tm_of(x);
  return int64_t{::timegm(&time)} * 1000;
}

} // namespace troupe
