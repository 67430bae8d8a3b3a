#pragma once

#include <caf/expected.hpp>

#include <cstdint>
#include <string>

struct X509_algor_st;

namespace troupe {

/// How something in a store is encrypted under a password.
struct encryption_scheme {
  std::string cipher;      ///< E.g. "AES-256-CBC", for sentences.
  uint64_t iterations = 1; ///< Of the hash that makes the key of the password.
  bool legacy = false;     ///< RC2, RC4, DES or 3DES.
};

/// Fails with `value_invalid` where it is one that is not understood.
caf::expected<encryption_scheme> scheme_of(const X509_algor_st& x);

/// A hash of more rounds would hold the box up, whoever wrote the file.
constexpr uint64_t most_iterations = 2'000'000;

/// Below it a stolen file's password is guessed in no time.
constexpr uint64_t least_iterations = 1'000;

} // namespace troupe
