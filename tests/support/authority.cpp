#include "tests/support/authority.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <memory>
#include <stdexcept>

namespace troupe::test {
namespace {

struct free_all {
  void operator()(BIO* x) const noexcept { BIO_free(x); }
  void operator()(EVP_PKEY* x) const noexcept { EVP_PKEY_free(x); }
  void operator()(X509* x) const noexcept { X509_free(x); }
  void operator()(X509_EXTENSION* x) const noexcept { X509_EXTENSION_free(x); }
};

template <class T>
using owned = std::unique_ptr<T, free_all>;

void require(bool good, const char* what) {
  if (!good)
    throw std::runtime_error{std::string{"cannot make a certificate: "} + what};
}

owned<EVP_PKEY> make_key(const std::string& kind) {
  owned<EVP_PKEY> result{
      kind == "EC" ? EVP_EC_gen("P-256")
                   : EVP_RSA_gen(static_cast<unsigned>(std::stoi(kind.substr(4))))};
  require(result != nullptr, "key");
  return result;
}

std::string text_of(BIO* x) {
  char* data = nullptr;
  auto size = BIO_get_mem_data(x, &data);
  return {data, static_cast<size_t>(size)};
}

std::string pem_of(X509* x) {
  owned<BIO> out{BIO_new(BIO_s_mem())};
  require(PEM_write_bio_X509(out.get(), x) == 1, "PEM");
  return text_of(out.get());
}

/// In the clear, or encrypted under `password`.
std::string pem_of(EVP_PKEY* x, const std::string& password) {
  owned<BIO> out{BIO_new(BIO_s_mem())};
  auto* cipher = password.empty() ? nullptr : EVP_aes_256_cbc();
  require(
      PEM_write_bio_PKCS8PrivateKey(
          out.get(), x, cipher, password.data(), static_cast<int>(password.size()), nullptr,
          nullptr)
          == 1,
      "PEM of a key");
  return text_of(out.get());
}

void add_extension(X509* x, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, x, nullptr, nullptr, 0);
  owned<X509_EXTENSION> extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str())};
  require(extension && X509_add_ext(x, extension.get(), -1) == 1, "extension");
}

/// Signed by `issuer`, or by itself where that is null.
owned<X509> make_certificate(
    const certificate_wish& wish, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key, bool is_ca) {
  static std::atomic<long> serial{1000};
  owned<X509> result{X509_new()};
  auto* x = result.get();
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
  require(
      ASN1_TIME_set_string_X509(X509_getm_notBefore(x), wish.not_before.c_str()) == 1
          && ASN1_TIME_set_string_X509(X509_getm_notAfter(x), wish.not_after.c_str()) == 1,
      "validity");
  X509_NAME_add_entry_by_txt(
      X509_get_subject_name(x), "CN", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char*>(wish.name.c_str()), -1, -1, 0);
  auto* by = issuer != nullptr ? issuer : x;
  X509_set_issuer_name(x, X509_get_subject_name(by));
  X509_set_pubkey(x, key);
  add_extension(x, by, NID_basic_constraints, is_ca ? "critical,CA:TRUE" : "CA:FALSE");
  add_extension(x, by, NID_subject_key_identifier, "hash");
  std::string names;
  for (auto& name : wish.names)
    names += (names.empty() ? "" : ",") + name;
  if (!names.empty() && !is_ca)
    add_extension(x, by, NID_subject_alt_name, names);
  auto* signer = issuer_key != nullptr ? issuer_key : key;
  require(X509_sign(x, signer, wish.sha1 ? EVP_sha1() : EVP_sha256()) > 0, "signature");
  return result;
}

} // namespace

authority::authority(const std::string& name) {
  auto key = make_key("EC");
  auto certificate = make_certificate({.name = name}, key.get(), nullptr, nullptr, true);
  pem_ = pem_of(certificate.get());
  key_ = key.release();
  certificate_ = certificate.release();
}

authority::~authority() {
  X509_free(certificate_);
  EVP_PKEY_free(key_);
}

issued authority::issue(const certificate_wish& x) const {
  auto key = make_key(x.key);
  auto certificate = make_certificate(x, key.get(), certificate_, key_, false);
  return {pem_of(certificate.get()), pem_of(key.get(), {})};
}

issued self_signed(const certificate_wish& x) {
  auto key = make_key(x.key);
  auto certificate = make_certificate(x, key.get(), nullptr, nullptr, false);
  return {pem_of(certificate.get()), pem_of(key.get(), {})};
}

tls_material_ptr make_material(const material_wish& x) {
  constexpr auto password = "for one attempt";
  auto result = std::make_shared<tls_material>();
  auto file = [](const char* name, const std::string& content) {
    auto made = sealed_file::make(name, content);
    require(static_cast<bool>(made), "file in memory");
    return std::move(*made);
  };
  if (!x.authorities.empty())
    result->authorities = file("authorities", x.authorities);
  if (!x.identity.key.empty()) {
    owned<BIO> in{BIO_new_mem_buf(x.identity.key.data(), static_cast<int>(x.identity.key.size()))};
    owned<EVP_PKEY> key{PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr)};
    result->identity = file("identity", x.identity.certificate + pem_of(key.get(), password));
    result->password = cleansed_text{x.wrong_password ? "another" : password};
    result->alias = "hall.press";
  }
  result->system_authorities = x.system;
  return result;
}

} // namespace troupe::test
