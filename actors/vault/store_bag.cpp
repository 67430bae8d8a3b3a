#include "actors/vault/store_bag.hpp"

#include "actors/vault/openssl_handles.hpp"
#include "schemas/errors.hpp"

namespace troupe {
namespace {

/// Oracle's trustedKeyUsage. Java takes a certificate without it for no entry.
constexpr auto trusted_key_usage = "2.16.840.1.113894.746875.1.1";

std::string name_in(const PKCS12_SAFEBAG& x) {
  auto* attribute = PKCS12_SAFEBAG_get0_attr(&x, NID_friendlyName);
  if (!attribute || attribute->type != V_ASN1_BMPSTRING)
    return {};
  unsigned char* text = nullptr;
  auto size = ASN1_STRING_to_UTF8(&text, attribute->value.bmpstring);
  if (size < 0)
    return {};
  std::string out(reinterpret_cast<char*>(text), static_cast<size_t>(size));
  OPENSSL_free(text);
  // A name with a zero in it means to look like another one.
  return out.find('\0') == std::string::npos ? out : std::string{};
}

std::string key_id_in(const PKCS12_SAFEBAG& x) {
  auto* attribute = PKCS12_SAFEBAG_get0_attr(&x, NID_localKeyID);
  if (!attribute || attribute->type != V_ASN1_OCTET_STRING)
    return {};
  auto* id = attribute->value.octet_string;
  return {
      reinterpret_cast<const char*>(ASN1_STRING_get0_data(id)),
      static_cast<size_t>(ASN1_STRING_length(id))};
}

bool is_marked(const PKCS12_SAFEBAG& x) {
  openssl_ptr<ASN1_OBJECT, ASN1_OBJECT_free> mark{OBJ_txt2obj(trusted_key_usage, 1)};
  return X509at_get_attr_by_OBJ(PKCS12_SAFEBAG_get0_attrs(&x), mark.get(), -1) >= 0;
}

caf::error refused(const char* what) {
  return failure(
      errc::value_invalid, std::string{"cannot "} + what + " an entry: " + openssl_reason());
}

} // namespace

store_bag bag_of(PKCS12_SAFEBAG_st* raw) {
  store_bag out;
  out.raw = {raw, PKCS12_SAFEBAG_free};
  auto type = PKCS12_SAFEBAG_get_nid(raw);
  if (type == NID_keyBag || type == NID_pkcs8ShroudedKeyBag)
    out.kind = store_bag::kind::key;
  if (type == NID_certBag && PKCS12_SAFEBAG_get_bag_nid(raw) == NID_x509Certificate) {
    out.kind = store_bag::kind::certificate;
    if (auto* x = PKCS12_SAFEBAG_get1_cert(raw))
      out.content = {x, X509_free};
  }
  out.name = name_in(*raw);
  out.key_id = key_id_in(*raw);
  out.trusted = is_marked(*raw);
  return out;
}

caf::expected<store_bag> make_certificate_bag(const certificate& x) {
  auto* raw = PKCS12_SAFEBAG_create_cert(x.get());
  if (!raw)
    return refused("make");
  return bag_of(raw);
}

caf::error name_bag(store_bag& x, const std::string& name) {
  if (PKCS12_add_friendlyname_utf8(x.raw.get(), name.data(), static_cast<int>(name.size())) != 1)
    return refused("name");
  x.name = name;
  return {};
}

caf::error tie_bag(store_bag& x, const std::string& key_id) {
  std::string id = key_id;
  if (PKCS12_add_localkeyid(
          x.raw.get(), reinterpret_cast<unsigned char*>(id.data()), static_cast<int>(id.size()))
      != 1)
    return refused("tie");
  x.key_id = key_id;
  return {};
}

caf::error mark_trusted(store_bag& x) {
  auto* any = reinterpret_cast<const unsigned char*>(OBJ_nid2obj(NID_anyExtendedKeyUsage));
  // -1: the value is an object, not so many bytes.
  if (PKCS12_add1_attr_by_txt(x.raw.get(), trusted_key_usage, V_ASN1_OBJECT, any, -1) != 1)
    return refused("mark");
  x.trusted = true;
  return {};
}

caf::expected<store_bag>
make_key_bag(const private_key& x, std::string_view password, int iterations) {
  pkcs8_ptr plain{EVP_PKEY2PKCS8(x.get())};
  if (!plain)
    return refused("make");
  auto* raw = PKCS12_SAFEBAG_create_pkcs8_encrypt_ex(
      NID_aes_256_cbc, password.data(), static_cast<int>(password.size()), nullptr, 0, iterations,
      plain.get(), nullptr, nullptr);
  if (!raw)
    return refused("encrypt");
  return bag_of(raw);
}

} // namespace troupe
