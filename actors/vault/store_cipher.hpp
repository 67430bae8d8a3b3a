#pragma once

#include <caf/error.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/pkcs12.h>

/// What the store itself and each of its keys are encrypted with, and opened by.
namespace troupe {

/// A password as OpenSSL wants it. There are two empty ones: some programs hash the
/// two zero bytes that end a text, some hash nothing.
struct pass {
  const char* text;
  int size;
};

/// Views of `password`.
std::vector<pass> forms_of(std::string_view password);

/// A world of its own for the old ciphers, so that nothing else comes to use them.
/// Null: OpenSSL has them not here.
std::shared_ptr<OSSL_LIB_CTX> legacy_library();

const X509_ALGOR& algorithm_of(const PKCS12_SAFEBAG& key);

/// `subject` begins the sentence.
caf::error old_cipher(const std::string& subject, const std::string& cipher);
caf::error too_many_rounds(const std::string& subject, uint64_t count);

} // namespace troupe
