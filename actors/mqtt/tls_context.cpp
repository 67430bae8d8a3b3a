#include "actors/mqtt/tls_context.hpp"

#include "actors/mqtt/tls_rules.hpp"
#include "schemas/errors.hpp"

#include <openssl/err.h>
#include <openssl/x509err.h>

#include <cstring>

namespace troupe {
namespace {

int give_password(char* to, int size, int, void* password) {
  auto& text = *static_cast<const cleansed_text*>(password);
  if (static_cast<int>(text.view().size()) > size)
    return 0;
  std::memcpy(to, text.view().data(), text.view().size());
  return static_cast<int>(text.view().size());
}

caf::error our_fault(std::string text) { return failure(errc::unavailable, std::move(text)); }

caf::error load_identity(SSL_CTX& context, const tls_material& material) {
  auto path = material.identity.path();
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(&context, path.c_str()) != 1) {
    auto code = ERR_GET_REASON(ERR_peek_error());
    auto weak = code == SSL_R_EE_KEY_TOO_SMALL || code == SSL_R_CA_KEY_TOO_SMALL
                || code == SSL_R_CA_MD_TOO_WEAK;
    return our_fault(
        our_certificate(material) + (weak ? " is too weak for TLS: " : " cannot be used: ")
        + take_tls_error());
  }
  SSL_CTX_set_default_passwd_cb(&context, give_password);
  SSL_CTX_set_default_passwd_cb_userdata(
      &context, const_cast<cleansed_text*>(&material.password)); // only the type wants it
  if (SSL_CTX_use_PrivateKey_file(&context, path.c_str(), SSL_FILETYPE_PEM) == 1)
    return caf::none;
  if (ERR_GET_REASON(ERR_peek_error()) == X509_R_KEY_VALUES_MISMATCH) {
    ERR_clear_error();
    return our_fault("the private key does not belong to " + our_certificate(material));
  }
  return our_fault(
      "the private key of " + our_certificate(material) + " cannot be read: " + take_tls_error());
}

} // namespace

caf::expected<tls_context> make_tls_context(const client_options& x, const tls_material& material) {
  tls_context result{SSL_CTX_new(TLS_client_method())};
  auto* context = result.get();
  if (context == nullptr || SSL_CTX_set_cipher_list(context, tls_ciphers) != 1)
    return our_fault("OpenSSL cannot be set up: " + take_tls_error());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  if (material.identity)
    if (auto error = load_identity(*context, material))
      return error;
  if (material.authorities
      && SSL_CTX_load_verify_file(context, material.authorities.path().c_str()) != 1)
    return our_fault("the trusted certificates cannot be read: " + take_tls_error());
  if (material.system_authorities)
    SSL_CTX_load_verify_dir(context, system_authorities());
  auto protocols = alpn_list(x.alpn);
  SSL_CTX_set_alpn_protos(
      context, reinterpret_cast<const unsigned char*>(protocols.data()),
      static_cast<unsigned>(protocols.size()));
  return result;
}

std::string our_certificate(const tls_material& x) {
  return x.alias.empty() ? "our certificate" : "our certificate \"" + x.alias + '"';
}

std::string take_tls_error() {
  auto* reason = ERR_reason_error_string(ERR_peek_error());
  std::string result = reason != nullptr ? reason : "no reason given";
  ERR_clear_error();
  return result;
}

} // namespace troupe
