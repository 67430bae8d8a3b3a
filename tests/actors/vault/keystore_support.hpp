#pragma once

#include "actors/vault/certificate_check.hpp"
#include "actors/vault/keystore.hpp"
#include "schemas/errors.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/certificates.hpp"

#include <openssl/err.h>

/// Stores as tests make, open and write them.
namespace troupe::test {

/// The store, or the sentence why not.
inline caf::expected<keystore> open(
    const certificate_maker& x, const std::string& file, const std::string& password = "changeit",
    bool legacy = false) {
  auto out = read_keystore(x.text(file), password, {file, legacy, {}});
  CHECK(ERR_peek_error() == 0);
  return out;
}

inline keystore opened(
    const certificate_maker& x, const std::string& file, const std::string& password = "changeit",
    bool legacy = false) {
  auto out = open(x, file, password, legacy);
  if (!out)
    FAIL(sentence(out.error()));
  return std::move(*out);
}

inline key_entry entry(const keystore& x, const std::string& alias) {
  auto out = x.find_key(alias);
  if (!out)
    FAIL(sentence(out.error()));
  return *out;
}

inline bool
opens(const keystore& x, const std::string& alias, const std::string& password = "changeit") {
  auto found = entry(x, alias);
  auto key = x.open_key(found, password);
  CHECK(ERR_peek_error() == 0);
  return key && !found.chain.empty() && fits(*key, found.chain.front());
}

inline void save(
    const certificate_maker& to, const std::string& file, const keystore& x,
    const std::string& password = "changeit") {
  auto bytes = to_pkcs12(x, password);
  CHECK(ERR_peek_error() == 0);
  REQUIRE(bytes);
  write_text(to.folder() / file, *bytes);
}

inline std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (auto& x : all)
    out += x + "\n";
  return out;
}

inline private_key key_of(const certificate_maker& x, const std::string& name) {
  return read_private_key(x.text(name + ".key"), {}, name).value();
}

inline std::vector<certificate>
chain_of(const certificate_maker& x, const std::vector<std::string>& names) {
  std::vector<certificate> out;
  for (auto& name : names)
    out.push_back(read_certificates(x.text(name + ".pem"), name).value().front());
  return out;
}

} // namespace troupe::test
