#include "actors/vault/key_pem.hpp"

#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "actors/vault/openssl_handles.hpp"
#include "config/spelling.hpp"
#include "schemas/errors.hpp"

#include <array>

#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

namespace troupe {
namespace {

/// Nobody guesses 256 random bits, so hashing them often would only cost time.
constexpr int iterations = 1;

caf::expected<cleansed_text> random_password() {
  std::array<unsigned char, 32> bytes{};
  std::array<char, 2 * bytes.size()> digits{};
  if (RAND_priv_bytes(bytes.data(), bytes.size()) != 1)
    return failure(errc::unavailable, "no random numbers: " + openssl_reason());
  for (size_t i = 0; i < bytes.size(); ++i) {
    digits[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
    digits[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
  }
  cleansed_text out{{digits.data(), digits.size()}};
  OPENSSL_cleanse(bytes.data(), bytes.size());
  OPENSSL_cleanse(digits.data(), digits.size());
  return out;
}

/// The key as encrypted PKCS#8; OpenSSL cleanses the plain form when it frees it.
bool write_key(BIO& out, const private_key& key, std::string_view password) {
  pkcs8_ptr plain{EVP_PKEY2PKCS8(key.get())};
  if (!plain)
    return false;
  encrypted_pkcs8_ptr encrypted{PKCS8_encrypt(
      -1, EVP_aes_256_cbc(), password.data(), static_cast<int>(password.size()), nullptr, 0,
      iterations, plain.get())};
  return encrypted && PEM_write_bio_PKCS8(&out, encrypted.get()) == 1;
}

} // namespace

caf::error put_identity(tls_material& out, const key_entry& x, const private_key& key) {
  clean_error_queue errors;
  auto subject = "the key " + config::in_quotes(x.alias);
  if (x.chain.empty())
    return failure(errc::value_invalid, subject + " has no certificate");
  if (!fits(key, x.chain.front()))
    return failure(
        errc::value_invalid, subject + " does not fit its certificate " + subject_of(*x.chain[0]));
  if (auto why = weakness(x.chain); !why.empty())
    return failure(errc::value_invalid, subject + " cannot be used: " + why);
  auto fresh = random_password();
  if (!fresh)
    return fresh.error();
  bio_ptr pem{BIO_new(BIO_s_mem())};
  for (auto& y : x.chain)
    PEM_write_bio_X509(pem.get(), y.get());
  if (!write_key(*pem, key, fresh->view()))
    return failure(errc::unavailable, subject + " cannot be handed on: " + openssl_reason());
  auto file = sealed_file::make("troupe-identity", written(*pem));
  if (!file)
    return file.error();
  out.identity = std::move(*file);
  out.password = std::move(*fresh);
  out.alias = x.alias;
  out.fingerprint = fingerprint_of(*x.chain.front());
  return {};
}

std::string authorities_pem(const keystore& x) {
  std::string out;
  for (auto& y : x.trusted())
    out += to_pem(y.content);
  return out;
}

caf::error put_authorities(tls_material& out, const keystore& x) {
  if (x.trusted().empty())
    return {};
  auto file = sealed_file::make("troupe-authorities", authorities_pem(x));
  if (!file)
    return file.error();
  out.authorities = std::move(*file);
  return {};
}

} // namespace troupe
