#include "actors/vault/certificate.hpp"

#include "actors/vault/openssl_handles.hpp"
#include "schemas/errors.hpp"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstring>

namespace troupe {
namespace {

constexpr size_t most_bytes = 1 << 20;
constexpr size_t most_certificates = 256;

bool is_pem(std::string_view bytes) { return bytes.find("-----BEGIN ") != std::string_view::npos; }

caf::error unreadable(const std::string& name, const char* what) {
  return failure(errc::value_invalid, name + " holds no " + what + ": " + openssl_reason());
}

/// What OpenSSL's callback is given, and whether it asked at all.
struct pass_phrase {
  std::string_view text;
  bool asked = false;
};

int give_pass_phrase(char* buffer, int size, int, void* from) {
  auto& x = *static_cast<pass_phrase*>(from);
  x.asked = true;
  if (x.text.empty() || x.text.size() > static_cast<size_t>(size))
    return -1;
  std::memcpy(buffer, x.text.data(), x.text.size());
  return static_cast<int>(x.text.size());
}

caf::expected<std::vector<certificate>> read_pem(std::string_view bytes, const std::string& name) {
  std::vector<certificate> out;
  auto in = reading_bio(bytes);
  while (auto* x = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)) {
    out.emplace_back(x, X509_free);
    if (out.size() > most_certificates)
      return failure(
          errc::value_invalid,
          name + " holds more than " + std::to_string(most_certificates) + " certificates");
  }
  auto reason = ERR_GET_REASON(ERR_peek_last_error());
  if (out.empty() && reason == PEM_R_NO_START_LINE)
    return failure(
        errc::value_invalid,
        name + " holds no certificate: there is no line \"-----BEGIN CERTIFICATE-----\"");
  if (reason != PEM_R_NO_START_LINE)
    return unreadable(name, out.empty() ? "certificate" : "further certificate that can be read");
  return out;
}

EVP_PKEY* read_der_key(std::string_view bytes, pass_phrase& password) {
  auto in = reading_bio(bytes);
  if (auto* plain = d2i_PrivateKey_bio(in.get(), nullptr))
    return plain;
  auto again = reading_bio(bytes);
  return d2i_PKCS8PrivateKey_bio(again.get(), nullptr, give_pass_phrase, &password);
}

} // namespace

caf::expected<std::vector<certificate>>
read_certificates(std::string_view bytes, const std::string& name) {
  clean_error_queue errors;
  if (bytes.empty())
    return failure(errc::value_invalid, name + " is empty; expected a certificate");
  if (bytes.size() > most_bytes)
    return failure(errc::value_invalid, name + " is larger than 1 MiB; expected certificates");
  if (is_pem(bytes))
    return read_pem(bytes, name);
  auto in = reading_bio(bytes);
  if (auto* x = d2i_X509_bio(in.get(), nullptr))
    return std::vector<certificate>{certificate{x, X509_free}};
  return unreadable(name, "certificate in PEM or DER");
}

caf::expected<private_key>
read_private_key(std::string_view bytes, std::string_view password, const std::string& name) {
  clean_error_queue errors;
  if (bytes.empty())
    return failure(errc::value_invalid, name + " is empty; expected a private key");
  if (bytes.size() > most_bytes)
    return failure(errc::value_invalid, name + " is larger than 1 MiB; expected a private key");
  pass_phrase given{password};
  auto in = reading_bio(bytes);
  auto* key = is_pem(bytes) ? PEM_read_bio_PrivateKey(in.get(), nullptr, give_pass_phrase, &given)
                            : read_der_key(bytes, given);
  if (key)
    return private_key{key, EVP_PKEY_free};
  if (given.asked)
    return failure(
        errc::config_invalid,
        name
            + (password.empty() ? " is encrypted: name a file with its password"
                                : ": the password does not open the key, or the key is damaged"));
  return unreadable(name, "private key in PEM or DER");
}

std::string to_pem(const certificate& x) {
  clean_error_queue errors;
  bio_ptr out{BIO_new(BIO_s_mem())};
  PEM_write_bio_X509(out.get(), x.get());
  return written(*out);
}

std::string to_der(const certificate& x) {
  clean_error_queue errors;
  bio_ptr out{BIO_new(BIO_s_mem())};
  i2d_X509_bio(out.get(), x.get());
  return written(*out);
}

} // namespace troupe
