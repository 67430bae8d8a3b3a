#include "actors/vault/keystore_reader.hpp"

#include <algorithm>
#include <array>

// What a store is refused or warned about for: its checksum, its ciphers, its rounds.

namespace troupe {
namespace {

constexpr auto pbmac1 = "1.2.840.113549.1.5.14";

} // namespace

caf::error keystore_reader::check_mac() {
  has_mac_ = PKCS12_mac_present(file_.get()) == 1;
  if (!has_mac_) {
    warn("has no checksum, so that nobody would notice if it were changed");
    return {};
  }
  const ASN1_INTEGER* rounds = nullptr;
  const X509_ALGOR* hash = nullptr;
  PKCS12_get0_mac(nullptr, &hash, nullptr, &rounds, file_.get());
  std::array<char, 128> name{};
  OBJ_obj2txt(name.data(), name.size(), hash->algorithm, 1);
  if (std::string_view{name.data()} == pbmac1)
    return refuse("has a checksum of the new kind PBMAC1, which is not supported yet by OpenSSL "
                  "3.0; convert it: keytool -importkeystore -deststoretype PKCS12");
  if (!EVP_get_digestbyobj(hash->algorithm))
    return refuse("has a checksum of an unknown kind, " + std::string{name.data()});
  uint64_t count = 1;
  if (rounds && ASN1_INTEGER_get_uint64(&count, rounds) != 1)
    count = UINT64_MAX;
  if (auto problem = spend(options_.file, count))
    return problem;
  if (count < least_iterations)
    warn(
        "has a checksum of " + std::to_string(count)
        + " rounds only: its password is quickly "
          "guessed by who has the file");
  for (auto& x : forms_) {
    if (PKCS12_verify_mac(file_.get(), x.text, x.size) == 1) {
      forms_ = {x};
      return {};
    }
  }
  return failure(
      errc::config_invalid,
      options_.file + " does not open: the password is wrong, or the file is damaged");
}

caf::error keystore_reader::check_scheme(const std::string& subject, const encryption_scheme& x) {
  if (x.iterations < least_iterations)
    warn(
        "is encrypted with " + std::to_string(x.iterations)
        + " rounds of hashing only: its "
          "password is quickly guessed by who has the file");
  if (!x.legacy)
    return {};
  if (!options_.legacy)
    return old_cipher(subject, x.cipher);
  return allow_old_cipher(subject, x.cipher);
}

caf::error
keystore_reader::allow_old_cipher(const std::string& subject, const std::string& cipher) {
  if (!out_.legacy_)
    out_.legacy_ = legacy_library();
  if (!out_.legacy_)
    return failure(
        errc::unavailable,
        subject + " needs OpenSSL's legacy provider, which is not installed: " + openssl_reason());
  warn(
      "is encrypted with the old cipher " + cipher
      + "; convert it with keytool -importkeystore -deststoretype PKCS12");
  return {};
}

/// Keys are opened later, and each has a cipher of its own.
caf::error keystore_reader::allow_old_keys() {
  for (auto& x : out_.keys_) {
    auto scheme = scheme_of(algorithm_of(*out_.bags_[x.bag].raw));
    if (scheme && scheme->legacy)
      if (auto problem = allow_old_cipher(options_.file, scheme->cipher))
        return problem;
  }
  return {};
}

caf::error keystore_reader::spend(const std::string& subject, uint64_t iterations) {
  if (iterations > most_iterations || iterations > iterations_left_)
    return too_many_rounds(subject, iterations);
  iterations_left_ -= iterations;
  return {};
}

void keystore_reader::warn(std::string text) {
  text = options_.file + " " + text;
  auto& all = out_.found_reading_;
  if (std::find(all.begin(), all.end(), text) == all.end())
    all.push_back(std::move(text));
}

} // namespace troupe
