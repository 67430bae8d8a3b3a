#include "actors/vault/encryption_scheme.hpp"

#include "actors/vault/openssl_handles.hpp"
#include "schemas/errors.hpp"

#include <array>

namespace troupe {
namespace {

/// As "1.2.840.113549.1.5.12", or by its long name where it has one.
std::string name_of(const ASN1_OBJECT* x) {
  std::array<char, 128> text{};
  OBJ_obj2txt(text.data(), text.size(), x, 0);
  return text.data();
}

caf::error unsupported(const std::string& what) {
  return failure(errc::value_invalid, what + ", which is not supported");
}

/// A count that is missing is `by_default`; one that is absurd is the most there is.
uint64_t count_of(const ASN1_INTEGER* x, uint64_t by_default) {
  uint64_t n = 0;
  if (!x)
    return by_default;
  auto good = ASN1_INTEGER_get_uint64(&n, x) == 1;
  ERR_clear_error();
  return good ? n : UINT64_MAX;
}

bool is_legacy(int cipher) {
  switch (cipher) {
  case NID_rc2_cbc:
  case NID_rc2_40_cbc:
  case NID_rc2_64_cbc:
  case NID_rc4:
  case NID_rc4_40:
  case NID_des_cbc:
  case NID_des_ede3_cbc: return true;
  default: return false;
  }
}

caf::expected<encryption_scheme> pbes2(const X509_ALGOR& x) {
  openssl_ptr<PBE2PARAM, PBE2PARAM_free> outer{
      static_cast<PBE2PARAM*>(ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), x.parameter))};
  if (!outer)
    return failure(errc::value_invalid, "is encrypted in a way that cannot be read");
  encryption_scheme out;
  out.cipher = name_of(outer->encryption->algorithm);
  auto cipher = OBJ_obj2nid(outer->encryption->algorithm);
  out.legacy = is_legacy(cipher);
  if (!out.legacy && !EVP_get_cipherbynid(cipher))
    return unsupported("is encrypted with " + out.cipher);
  if (OBJ_obj2nid(outer->keyfunc->algorithm) != NID_id_pbkdf2)
    return unsupported(
        "makes its key by " + name_of(outer->keyfunc->algorithm) + " instead of PBKDF2");
  openssl_ptr<PBKDF2PARAM, PBKDF2PARAM_free> inner{static_cast<PBKDF2PARAM*>(
      ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), outer->keyfunc->parameter))};
  if (!inner)
    return failure(errc::value_invalid, "is encrypted in a way that cannot be read");
  out.iterations = count_of(inner->iter, 1);
  return out;
}

} // namespace

caf::expected<encryption_scheme> scheme_of(const X509_algor_st& x) {
  auto scheme = OBJ_obj2nid(x.algorithm);
  if (scheme == NID_pbes2)
    return pbes2(x);
  int cipher = 0;
  if (!EVP_PBE_find(EVP_PBE_TYPE_OUTER, scheme, &cipher, nullptr, nullptr))
    return unsupported("is encrypted with " + name_of(x.algorithm));
  openssl_ptr<PBEPARAM, PBEPARAM_free> parameters{
      static_cast<PBEPARAM*>(ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBEPARAM), x.parameter))};
  if (!parameters)
    return failure(errc::value_invalid, "is encrypted in a way that cannot be read");
  encryption_scheme out;
  out.cipher = name_of(x.algorithm);
  out.iterations = count_of(parameters->iter, 1);
  out.legacy = true; // none of the schemes before PBES2 knows a cipher of today
  return out;
}

} // namespace troupe
