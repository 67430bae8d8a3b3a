#pragma once

#include <caf/expected.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct x509_st;
struct evp_pkey_st;

/// Certificates and keys outside of a store, as files bring them.
namespace troupe {

/// Never null, never changed.
using certificate = std::shared_ptr<x509_st>;
/// A decrypted key; cleansed when the last owner goes.
using private_key = std::shared_ptr<evp_pkey_st>;

/// The certificates in PEM text, or the one in DER bytes. `name` begins the
/// sentence of a failure. At least one, at most 256.
caf::expected<std::vector<certificate>>
read_certificates(std::string_view bytes, const std::string& name);

/// The key in PEM text or DER bytes: PKCS#8, encrypted or not, or the older forms.
/// Fails with `config_invalid` where only the password is missing or wrong.
caf::expected<private_key>
read_private_key(std::string_view bytes, std::string_view password, const std::string& name);

std::string to_pem(const certificate& x);

/// The certificate's bytes in DER.
std::string to_der(const certificate& x);

} // namespace troupe
