#include "actors/vault/keystore.hpp"
#include "actors/vault/openssl_handles.hpp"
#include "schemas/errors.hpp"

namespace troupe {
namespace {

constexpr int iterations = 10'000;

using bag_list = openssl_ptr<STACK_OF(PKCS12_SAFEBAG), +[](STACK_OF(PKCS12_SAFEBAG) * x) {
  sk_PKCS12_SAFEBAG_free(x); // not the bags, which the keystore owns
}>;
using safe_list =
    openssl_ptr<STACK_OF(PKCS7), +[](STACK_OF(PKCS7) * x) { sk_PKCS7_pop_free(x, PKCS7_free); }>;

bag_list bags_where(const std::vector<store_bag>& all, bool are_keys) {
  bag_list out{sk_PKCS12_SAFEBAG_new_null()};
  for (auto& x : all)
    if ((x.kind == store_bag::kind::key) == are_keys)
      sk_PKCS12_SAFEBAG_push(out.get(), x.raw.get());
  return out;
}

caf::error refused() {
  return failure(errc::unavailable, "the store cannot be written: " + openssl_reason());
}

} // namespace

caf::expected<std::string> to_pkcs12(const keystore& x, std::string_view password) {
  clean_error_queue errors;
  auto* text = password.empty() ? "" : password.data(); // not null: Java hashes the text's end
  auto size = static_cast<int>(password.size());
  safe_list safes{sk_PKCS7_new_null()};
  auto add = [&](PKCS7* safe) { return safe && sk_PKCS7_push(safes.get(), safe) > 0; };
  // Keys are encrypted one by one; all else, with its names, is as a whole.
  auto keys = bags_where(x.bags_, true);
  if (sk_PKCS12_SAFEBAG_num(keys.get()) > 0 && !add(PKCS12_pack_p7data(keys.get())))
    return refused();
  auto others = bags_where(x.bags_, false);
  if (sk_PKCS12_SAFEBAG_num(others.get()) > 0
      && !add(PKCS12_pack_p7encdata_ex(
          NID_aes_256_cbc, text, size, nullptr, 0, iterations, others.get(), nullptr, nullptr)))
    return refused();
  pkcs12_ptr file{PKCS12_add_safes(safes.get(), 0)};
  if (!file
      || PKCS12_set_mac(
             file.get(), text, size, nullptr, 0, iterations, const_cast<EVP_MD*>(EVP_sha256()))
             != 1)
    return refused();
  unsigned char* bytes = nullptr;
  auto length = i2d_PKCS12(file.get(), &bytes);
  if (length < 0)
    return refused();
  std::string out(reinterpret_cast<char*>(bytes), static_cast<size_t>(length));
  OPENSSL_free(bytes);
  return out;
}

} // namespace troupe
