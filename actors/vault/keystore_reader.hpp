#pragma once

#include "actors/vault/encryption_scheme.hpp"
#include "actors/vault/keystore.hpp"
#include "actors/vault/openssl_handles.hpp"
#include "actors/vault/store_cipher.hpp"
#include "schemas/errors.hpp"

namespace troupe {

using bags_ptr = openssl_ptr<STACK_OF(PKCS12_SAFEBAG), +[](STACK_OF(PKCS12_SAFEBAG) * x) {
  sk_PKCS12_SAFEBAG_pop_free(x, PKCS12_SAFEBAG_free);
}>;

constexpr uint64_t most_iterations_in_all = 5'000'000;

/// Reads one store; an object for each.
class keystore_reader {
public:
  keystore_reader(std::string_view password, const keystore_options& options)
      : password_{password}, options_{options}, forms_{forms_of(password)} {}

  caf::expected<keystore> read(std::string_view bytes);

private:
  caf::error check_mac();
  caf::error read_safe(const PKCS7& x);
  caf::error read_encrypted_safe(const PKCS7& x);
  caf::error take_all(bags_ptr bags, int depth);
  caf::error take(PKCS12_SAFEBAG* x, int depth);
  caf::error wrap_plain_key(PKCS12_SAFEBAG* x);
  caf::error check_scheme(const std::string& subject, const encryption_scheme& x);
  caf::error allow_old_cipher(const std::string& subject, const std::string& cipher);
  caf::error allow_old_keys();
  caf::error spend(const std::string& subject, uint64_t iterations);
  void warn(std::string text);
  void tie_by_fit();
  void tie(store_bag& key, const private_key& opened);

  caf::error refuse(const std::string& text) const {
    return failure(errc::value_invalid, options_.file + " " + text);
  }

  std::string_view password_;
  const keystore_options& options_;
  std::vector<pass> forms_; ///< After the MAC: the one that it was made with.
  pkcs12_ptr file_;
  bool has_mac_ = false;
  uint64_t iterations_left_ = most_iterations_in_all;
  keystore out_;
};

} // namespace troupe
