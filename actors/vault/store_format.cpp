#include "actors/vault/store_format.hpp"

#include "actors/vault/keystore.hpp"
#include "actors/vault/openssl_handles.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace troupe {
namespace {

using std::string_view_literals::operator""sv;

/// The whole length that the outermost element announces; none: it does not say.
std::optional<uint64_t> announced_length(std::string_view x) {
  if (x.size() < 2)
    return std::nullopt;
  auto byte = [&](size_t i) { return static_cast<unsigned char>(x[i]); };
  if (byte(1) < 0x80)
    return 2 + byte(1);
  size_t digits = byte(1) & 0x7f;
  if (digits == 0 || digits > 7 || x.size() < 2 + digits)
    return std::nullopt;
  uint64_t length = 0;
  for (size_t i = 0; i < digits; ++i)
    length = length << 8 | byte(2 + i);
  return 2 + digits + length;
}

std::string pem_advice(std::string_view bytes, const std::string& file) {
  if (bytes.find("PRIVATE KEY-----") != std::string_view::npos)
    return "is PEM text, no PKCS#12 store; import its key with 'troupe vault import', or convert "
           "it: openssl pkcs12 -export -in "
           + file + " -out store.p12 -name REALM.ALIAS";
  return "is PEM text, no PKCS#12 store; import its certificates with 'troupe vault trust --alias "
         "ALIAS "
         + file + "'";
}

bool is_text(std::string_view x) {
  return std::all_of(x.begin(), x.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte < 0x7f) || byte == '\n' || byte == '\r' || byte == '\t';
  });
}

/// What else begins like a store and is a whole of its kind.
std::string other_der(std::string_view bytes) {
  clean_error_queue errors;
  auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  auto size = static_cast<long>(bytes.size());
  auto* start = at;
  if (openssl_ptr<X509, X509_free>{d2i_X509(nullptr, &start, size)})
    return "is a single certificate, no PKCS#12 store; import it with 'troupe vault trust' or "
           "'troupe vault import'";
  start = at;
  if (encrypted_pkcs8_ptr{d2i_X509_SIG(nullptr, &start, size)})
    return "is a bare encrypted key, no PKCS#12 store; import it with 'troupe vault import'";
  start = at;
  if (openssl_ptr<EVP_PKEY, EVP_PKEY_free>{d2i_AutoPrivateKey(nullptr, &start, size)})
    return "is a bare key, no PKCS#12 store; import it with 'troupe vault import'";
  start = at;
  if (openssl_ptr<PKCS7, PKCS7_free>{d2i_PKCS7(nullptr, &start, size)})
    return "is a PKCS#7 file, no PKCS#12 store; take its certificates out: openssl pkcs7 -inform "
           "DER -print_certs";
  return {};
}

} // namespace

std::string no_store_because(std::string_view bytes, const std::string& file) {
  if (bytes.empty())
    return "is empty; restore it from a backup, or remove it to have an empty store made";
  if (bytes.size() > most_store_bytes)
    return "is larger than 16 MiB, which no store is";
  if (bytes.find_first_not_of('\0') == std::string_view::npos)
    return "holds nothing but zeros, as after a power failure; restore it from a backup";
  if (bytes.substr(0, 4096).find("-----BEGIN ") != std::string_view::npos)
    return pem_advice(bytes, file);
  if (bytes.starts_with("\xfe\xed\xfe\xed"sv) || bytes.starts_with("\xce\xce\xce\xce"sv))
    return "is a Java keystore of the old " + std::string{bytes[0] == '\xfe' ? "JKS" : "JCEKS"}
           + " type; convert it: keytool -importkeystore -srckeystore " + file
           + " -destkeystore store.p12 -deststoretype PKCS12";
  if (bytes.starts_with("MI") && is_text(bytes))
    return "is a store in base64; decode it: base64 -d " + file + " > store.p12";
  if (is_text(bytes))
    return "is a text, no PKCS#12 store";
  if (bytes[0] != '\x30')
    return "is no PKCS#12 store: it does not begin like one";
  auto length = announced_length(bytes);
  if (bytes.size() < 4 || (length && *length > bytes.size()))
    return "is truncated: "
           + (length ? std::to_string(bytes.size()) + " of " + std::to_string(*length) + " bytes"
                     : std::to_string(bytes.size()) + " bytes")
           + " are there; restore it from a backup";
  if (length && *length < bytes.size())
    return "has " + std::to_string(bytes.size() - *length)
           + " bytes after the end of the store; it is damaged, or two files in one";
  return other_der(bytes);
}

} // namespace troupe
