#include "actors/vault/store_cipher.hpp"

#include "actors/vault/encryption_scheme.hpp"
#include "schemas/errors.hpp"

#include <openssl/provider.h>

namespace troupe {

std::vector<pass> forms_of(std::string_view password) {
  if (password.empty())
    return {{"", 0}, {nullptr, 0}};
  return {{password.data(), static_cast<int>(password.size())}};
}

std::shared_ptr<OSSL_LIB_CTX> legacy_library() {
  auto* world = OSSL_LIB_CTX_new();
  auto* today = OSSL_PROVIDER_load(world, "default");
  auto* old = OSSL_PROVIDER_load(world, "legacy");
  std::shared_ptr<OSSL_LIB_CTX> out{world, [today, old](OSSL_LIB_CTX* x) {
                                      OSSL_PROVIDER_unload(old);
                                      OSSL_PROVIDER_unload(today);
                                      OSSL_LIB_CTX_free(x);
                                    }};
  return today && old ? out : nullptr;
}

const X509_ALGOR& algorithm_of(const PKCS12_SAFEBAG& key) {
  const X509_ALGOR* out = nullptr;
  X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(&key), &out, nullptr);
  return *out;
}

caf::error old_cipher(const std::string& subject, const std::string& cipher) {
  return failure(
      errc::unavailable,
      subject + " is encrypted with the old cipher " + cipher
          + "; convert it with keytool -importkeystore -deststoretype PKCS12, or set "
            "vault.legacy_pkcs12 = true");
}

caf::error too_many_rounds(const std::string& subject, uint64_t count) {
  return failure(
      errc::value_invalid, subject + " asks for "
                               + (count == UINT64_MAX ? "absurdly many" : std::to_string(count))
                               + " rounds of hashing; more than " + std::to_string(most_iterations)
                               + " are refused, since they would hold the box up");
}

} // namespace troupe
