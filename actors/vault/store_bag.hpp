#pragma once

#include "actors/vault/certificate.hpp"

#include <memory>
#include <string>

struct PKCS12_SAFEBAG_st;

namespace troupe {

/// One thing in a store, as the file has it, and what can be told of it without
/// its password. Kept whole, so that rewriting a store loses nothing.
struct store_bag {
  enum class kind : uint8_t { key, certificate, other };

  std::shared_ptr<PKCS12_SAFEBAG_st> raw;
  enum kind kind = kind::other;
  std::string name;     ///< friendlyName; empty: none that can be read.
  std::string key_id;   ///< localKeyID, which ties a certificate to its key.
  bool trusted = false; ///< Has the mark by which Java knows a trusted certificate.
  certificate content;  ///< Of a certificate's bag; null if it cannot be read.
};

/// Takes over `raw`.
store_bag bag_of(PKCS12_SAFEBAG_st* raw);

/// Fails with `value_invalid` where OpenSSL refuses.
caf::expected<store_bag> make_certificate_bag(const certificate& x);
caf::error name_bag(store_bag& x, const std::string& name);
caf::error tie_bag(store_bag& x, const std::string& key_id);
caf::error mark_trusted(store_bag& x);

/// An encrypted key; `iterations` as of PBKDF2.
caf::expected<store_bag>
make_key_bag(const private_key& x, std::string_view password, int iterations);

} // namespace troupe
