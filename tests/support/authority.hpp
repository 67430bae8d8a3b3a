#pragma once

#include "actors/vault/tls_material.hpp"

#include <string>
#include <vector>

struct evp_pkey_st;
struct x509_st;

namespace troupe::test {

/// PEM.
struct issued {
  std::string certificate;
  std::string key;
};

struct certificate_wish {
  std::string name = "broker";                       ///< The CN; nothing else.
  std::vector<std::string> names = {"IP:127.0.0.1"}; ///< "DNS:localhost", "IP:::1"
  std::string not_before = "20200101000000Z";
  std::string not_after = "20990101000000Z";
  std::string key = "EC"; ///< "EC" or "RSA 2048", "RSA 1024"
  bool sha1 = false;      ///< Signed with SHA-1.
};

/// A certificate authority of the tests; makes its keys in this process, in a moment.
class authority {
public:
  explicit authority(const std::string& name = "Test CA");
  authority(const authority&) = delete;
  authority& operator=(const authority&) = delete;
  ~authority();

  const std::string& pem() const { return pem_; }
  issued issue(const certificate_wish& x) const;

private:
  evp_pkey_st* key_ = nullptr;
  x509_st* certificate_ = nullptr;
  std::string pem_;
};

/// A certificate that nobody signed but itself.
issued self_signed(const certificate_wish& x);

/// What a vault would hand out for one attempt.
struct material_wish {
  std::string authorities = {}; ///< PEM; empty: none.
  issued identity = {};         ///< Empty: none.
  bool system = false;
  bool wrong_password = false;
};
tls_material_ptr make_material(const material_wish& x);

} // namespace troupe::test
