#include "actors/vault/certificate_check.hpp"
#include "actors/vault/keystore_reader.hpp"
#include "config/spelling.hpp"

// Keys of a store in the clear, for as long as somebody needs them.

namespace troupe {

caf::expected<private_key> keystore::open_key(const key_entry& x, std::string_view password) const {
  clean_error_queue errors;
  auto& raw = *bags_[x.bag].raw;
  auto subject = "the key " + config::in_quotes(x.alias);
  auto scheme = scheme_of(algorithm_of(raw));
  if (!scheme)
    return failure(errc::value_invalid, subject + " " + sentence(scheme.error()));
  if (scheme->iterations > most_iterations)
    return too_many_rounds(subject, scheme->iterations);
  auto library = legacy_;
  if (scheme->legacy && !library)
    return old_cipher(subject, scheme->cipher);
  for (auto& form : forms_of(password)) {
    pkcs8_ptr plain{PKCS12_decrypt_skey_ex(
        &raw, form.text, form.size, scheme->legacy ? library.get() : nullptr, nullptr)};
    if (!plain)
      continue;
    if (auto* key = EVP_PKCS82PKEY(plain.get()))
      return private_key{key, EVP_PKEY_free};
    return failure(
        errc::value_invalid, subject + " is of a kind that cannot be used: " + openssl_reason());
  }
  return failure(errc::config_invalid, subject + " does not open with its password");
}

std::string keystore::encrypted_key(const key_entry& x) const {
  clean_error_queue errors;
  unsigned char* bytes = nullptr;
  auto size = i2d_X509_SIG(PKCS12_SAFEBAG_get0_pkcs8(bags_[x.bag].raw.get()), &bytes);
  std::string out{reinterpret_cast<char*>(bytes), static_cast<size_t>(std::max(size, 0))};
  OPENSSL_free(bytes);
  return out;
}

/// Some programs tie a key to its certificate by nothing at all.
void keystore_reader::tie_by_fit() {
  auto changed = false;
  for (auto& x : std::vector<key_entry>{out_.keys_}) {
    auto& bag = out_.bags_[x.bag];
    auto scheme = scheme_of(algorithm_of(*bag.raw));
    if (!x.chain.empty() || !scheme || spend(options_.file, scheme->iterations))
      continue;
    auto opened = out_.open_key(x, password_);
    if (!opened && !options_.key_password.empty() && !spend(options_.file, scheme->iterations))
      opened = out_.open_key(x, options_.key_password);
    if (!opened)
      continue;
    tie(bag, *opened);
    changed = true;
  }
  if (changed)
    out_.index();
}

void keystore_reader::tie(store_bag& key, const private_key& opened) {
  for (auto& x : out_.bags_) {
    if (!x.content || x.trusted || !x.key_id.empty() || !fits(opened, x.content))
      continue;
    if (key.key_id.empty() && tie_bag(key, to_der(x.content).substr(0, 20)))
      return;
    if (tie_bag(x, key.key_id))
      return;
    return;
  }
}

} // namespace troupe
