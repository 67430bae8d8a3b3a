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

std::string chain_bytes(const key_entry& x) {
  std::string out;
  for (auto& y : x.chain)
    out += to_der(y);
  return out;
}

} // namespace

std::string digest_of(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string out;
  for (auto x : digest) {
    out += "0123456789abcdef"[x >> 4];
    out += "0123456789abcdef"[x & 15];
  }
  return out;
}

std::string entry_digest(const keystore& store, const key_entry& x) {
  return digest_of(chain_bytes(x) + store.encrypted_key(x));
}

caf::expected<ready_key> make_ready(const key_entry& x, const private_key& key) {
  clean_error_queue errors;
  auto subject = "the key " + config::in_quotes(x.alias);
  if (x.chain.empty())
    return failure(errc::value_invalid, subject + " has no certificate");
  if (!fits(key, x.chain.front()))
    return failure(
        errc::value_invalid, subject + " does not fit its certificate " + subject_of(*x.chain[0]));
  if (auto why = presenting_problem(x.chain); !why.empty())
    return failure(errc::value_invalid, subject + " cannot be used: " + why);
  auto password = random_password();
  if (!password)
    return password.error();
  bio_ptr pem{BIO_new(BIO_s_mem())};
  for (auto& y : x.chain)
    PEM_write_bio_X509(pem.get(), y.get());
  if (!write_key(*pem, key, password->view()))
    return failure(errc::unavailable, subject + " cannot be handed on: " + openssl_reason());
  ready_key out;
  out.alias = x.alias;
  out.pem = written(*pem);
  out.password = std::move(*password);
  out.presented = x.chain;
  out.fingerprint = fingerprint_of(*x.chain.front());
  out.chain = digest_of(chain_bytes(x));
  return out;
}

caf::error put_identity(tls_material& out, const ready_key& x) {
  auto file = sealed_file::make("troupe-identity", x.pem);
  if (!file)
    return file.error();
  out.identity = std::move(*file);
  out.password = cleansed_text{x.password.view()};
  out.alias = x.alias;
  out.fingerprint = x.fingerprint;
  return {};
}

std::string authorities_pem(const keystore& x) {
  std::string out;
  for (auto& y : x.trusted())
    out += to_pem(y.content);
  return out;
}

caf::error put_authorities(tls_material& out, const std::string& pem) {
  if (pem.empty())
    return {};
  auto file = sealed_file::make("troupe-authorities", pem);
  if (!file)
    return file.error();
  out.authorities = std::move(*file);
  return {};
}

} // namespace troupe
