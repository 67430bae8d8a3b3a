#include "actors/vault/certificate_check.hpp"
#include "actors/vault/encryption_scheme.hpp"
#include "actors/vault/keystore.hpp"
#include "actors/vault/openssl_handles.hpp"
#include "actors/vault/store_format.hpp"
#include "config/spelling.hpp"
#include "schemas/errors.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <openssl/pkcs12.h>
#include <openssl/provider.h>

namespace troupe {
namespace {

constexpr uint64_t most_iterations_in_all = 5'000'000;
constexpr int deepest_nesting = 4;
constexpr int rewrapped_iterations = 10'000;
constexpr auto pbmac1 = "1.2.840.113549.1.5.14";

using bags_ptr = openssl_ptr<STACK_OF(PKCS12_SAFEBAG), +[](STACK_OF(PKCS12_SAFEBAG) * x) {
  sk_PKCS12_SAFEBAG_pop_free(x, PKCS12_SAFEBAG_free);
}>;
using safes_ptr =
    openssl_ptr<STACK_OF(PKCS7), +[](STACK_OF(PKCS7) * x) { sk_PKCS7_pop_free(x, PKCS7_free); }>;

/// A password as OpenSSL wants it. There are two empty ones: some programs hash the
/// two zero bytes that end a text, some hash nothing.
struct pass {
  const char* text;
  int size;
};

std::vector<pass> forms_of(std::string_view password) {
  if (password.empty())
    return {{"", 0}, {nullptr, 0}};
  return {{password.data(), static_cast<int>(password.size())}};
}

/// A world of its own for the old ciphers, so that nothing else comes to use them.
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

} // namespace

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

caf::expected<keystore> keystore_reader::read(std::string_view bytes) {
  if (auto why = no_store_because(bytes, options_.file); !why.empty())
    return refuse(why);
  auto* start = reinterpret_cast<const unsigned char*>(bytes.data());
  auto* end = start + bytes.size();
  file_.reset(d2i_PKCS12(nullptr, &start, static_cast<long>(bytes.size())));
  if (!file_)
    return refuse("is damaged, or no PKCS#12 store: " + openssl_reason());
  if (start != end)
    return refuse("has bytes after the end of the store; it is damaged, or two files in one");
  if (auto problem = check_mac())
    return problem;
  safes_ptr safes{PKCS12_unpack_authsafes(file_.get())};
  if (!safes)
    return refuse("is damaged: its content cannot be read: " + openssl_reason());
  for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i)
    if (auto problem = read_safe(*sk_PKCS7_value(safes.get(), i)))
      return problem;
  out_.index();
  if (options_.legacy)
    if (auto problem = allow_old_keys())
      return problem;
  tie_by_fit();
  return std::move(out_);
}

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

caf::error keystore_reader::read_safe(const PKCS7& x) {
  switch (OBJ_obj2nid(x.type)) {
  case NID_pkcs7_data: {
    bags_ptr bags{PKCS12_unpack_p7data(const_cast<PKCS7*>(&x))};
    if (!bags)
      return refuse("is damaged: a part of it cannot be read: " + openssl_reason());
    return take_all(std::move(bags), 0);
  }
  case NID_pkcs7_encrypted: return read_encrypted_safe(x);
  case NID_pkcs7_enveloped:
    return refuse("is encrypted for a certificate instead of under a password, which is not "
                  "supported");
  default: return refuse("has a part of an unknown kind");
  }
}

caf::error keystore_reader::read_encrypted_safe(const PKCS7& x) {
  auto* content = x.d.encrypted ? x.d.encrypted->enc_data : nullptr;
  if (!content || !content->algorithm || !content->enc_data)
    return refuse("is damaged: an encrypted part of it is empty");
  auto scheme = scheme_of(*content->algorithm);
  if (!scheme)
    return refuse(sentence(scheme.error()));
  if (auto problem = check_scheme(options_.file, *scheme))
    return problem;
  for (auto& form : forms_) {
    if (auto problem = spend(options_.file, scheme->iterations))
      return problem;
    bags_ptr bags{static_cast<STACK_OF(PKCS12_SAFEBAG)*>(PKCS12_item_decrypt_d2i_ex(
        content->algorithm, ASN1_ITEM_rptr(PKCS12_SAFEBAGS), form.text, form.size,
        content->enc_data, 1, scheme->legacy ? out_.legacy_.get() : nullptr, nullptr))};
    if (!bags)
      continue;
    forms_ = {form};
    return take_all(std::move(bags), 0);
  }
  if (has_mac_)
    return refuse(
        "is damaged, or its certificates are encrypted under another password than its "
        "checksum: "
        + openssl_reason());
  return failure(
      errc::config_invalid,
      options_.file + " does not open: the password is wrong, or the file is damaged");
}

caf::error keystore_reader::take_all(bags_ptr bags, int depth) {
  while (auto* x = sk_PKCS12_SAFEBAG_shift(bags.get()))
    if (auto problem = take(x, depth))
      return problem;
  return {};
}

caf::error keystore_reader::take(PKCS12_SAFEBAG* x, int depth) {
  std::unique_ptr<PKCS12_SAFEBAG, free_with<PKCS12_SAFEBAG_free>> owner{x};
  auto type = PKCS12_SAFEBAG_get_nid(x);
  if (type == NID_safeContentsBag) {
    if (depth >= deepest_nesting)
      return refuse("is nested too deeply");
    bags_ptr copies{sk_PKCS12_SAFEBAG_new_null()};
    auto* inner = PKCS12_SAFEBAG_get0_safes(x);
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(inner); ++i)
      if (auto* copy =
              ASN1_item_dup(ASN1_ITEM_rptr(PKCS12_SAFEBAG), sk_PKCS12_SAFEBAG_value(inner, i)))
        sk_PKCS12_SAFEBAG_push(copies.get(), static_cast<PKCS12_SAFEBAG*>(copy));
    return take_all(std::move(copies), depth + 1);
  }
  if (out_.bags_.size() >= most_store_entries)
    return refuse("has more than " + std::to_string(most_store_entries) + " entries");
  if (type == NID_keyBag)
    return wrap_plain_key(x);
  out_.bags_.push_back(bag_of(owner.release()));
  return {};
}

/// No key lies about in the clear.
caf::error keystore_reader::wrap_plain_key(PKCS12_SAFEBAG* x) {
  auto old = bag_of(static_cast<PKCS12_SAFEBAG*>(ASN1_item_dup(ASN1_ITEM_rptr(PKCS12_SAFEBAG), x)));
  if (auto problem = spend(options_.file, rewrapped_iterations))
    return problem;
  private_key key{EVP_PKCS82PKEY(PKCS12_SAFEBAG_get0_p8inf(x)), EVP_PKEY_free};
  if (!key) {
    warn("holds a key of a kind that cannot be read; it is dropped when the store is written");
    return {};
  }
  auto made = make_key_bag(key, password_, rewrapped_iterations);
  if (!made)
    return made.error();
  if (!old.name.empty())
    if (auto problem = name_bag(*made, old.name))
      return problem;
  if (!old.key_id.empty())
    if (auto problem = tie_bag(*made, old.key_id))
      return problem;
  warn("holds a key that is not encrypted");
  out_.bags_.push_back(std::move(*made));
  return {};
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

caf::expected<keystore>
read_keystore(std::string_view bytes, std::string_view password, const keystore_options& options) {
  clean_error_queue errors;
  return keystore_reader{password, options}.read(bytes);
}

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

} // namespace troupe
