#include "actors/vault/keystore_reader.hpp"

#include "actors/vault/store_format.hpp"

namespace troupe {
namespace {

constexpr int deepest_nesting = 4;
constexpr int rewrapped_iterations = 10'000;

using safes_ptr =
    openssl_ptr<STACK_OF(PKCS7), +[](STACK_OF(PKCS7) * x) { sk_PKCS7_pop_free(x, PKCS7_free); }>;

} // namespace

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

caf::expected<keystore>
read_keystore(std::string_view bytes, std::string_view password, const keystore_options& options) {
  clean_error_queue errors;
  return keystore_reader{password, options}.read(bytes);
}

} // namespace troupe
