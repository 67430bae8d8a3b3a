#include "config/formats.hpp"
#include "config/sections.hpp"

namespace troupe::config {

const section<vault_settings>& vault_section() {
  using s = vault_settings;
  static const section<s> it{
      "The PKCS#12 stores of client keys and of trusted certificates.",
      {
          {"keystore_file",
           &s::keystore_file,
           path("\"client_keystore.p12\""),
           "The store of client keys.",
           {.fallback = "`keystores/client_keystore.p12` in `storage_dir`"}},
          {"truststore_file",
           &s::truststore_file,
           path("\"client_truststore.p12\""),
           "The store of trusted certificates.",
           {.fallback = "`keystores/client_truststore.p12` in `storage_dir`"}},
          {"keystore_password", &s::keystore_password, secret_text(), "Opens the keystore."},
          {"truststore_password", &s::truststore_password, secret_text(), "Opens the truststore."},
          {"key_password", &s::key_password, secret_text(),
           "Opens the keys within the keystore, where it is not the store's."},
          {"legacy_pkcs12", &s::legacy_pkcs12, boolean(),
           "Also accepts stores with the old RC2 and 3DES ciphers."},
      }};
  return it;
}

} // namespace troupe::config
