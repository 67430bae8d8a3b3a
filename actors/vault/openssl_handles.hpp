#pragma once

#include <memory>
#include <string>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

/// Owners for what OpenSSL hands out. For sources that include OpenSSL anyway.
namespace troupe {

template <auto Free>
struct free_with {
  template <class T>
  void operator()(T* x) const noexcept {
    Free(x);
  }
};

template <class T, auto Free>
using openssl_ptr = std::unique_ptr<T, free_with<Free>>;

using bio_ptr = openssl_ptr<BIO, BIO_free_all>;
using pkcs12_ptr = openssl_ptr<PKCS12, PKCS12_free>;
using pkcs8_ptr = openssl_ptr<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
using encrypted_pkcs8_ptr = openssl_ptr<X509_SIG, X509_SIG_free>;

/// A view of `bytes`, which must outlive it.
inline bio_ptr reading_bio(std::string_view bytes) {
  return bio_ptr{BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
}

inline std::string written(BIO& x) {
  char* data = nullptr;
  auto size = BIO_get_mem_data(&x, &data);
  return size > 0 ? std::string(data, static_cast<size_t>(size)) : std::string{};
}

/// OpenSSL queues its errors per thread, and whoever looks next takes them for his
/// own: the queue is empty before and after this lives.
class clean_error_queue {
public:
  clean_error_queue() { ERR_clear_error(); }
  clean_error_queue(const clean_error_queue&) = delete;
  clean_error_queue& operator=(const clean_error_queue&) = delete;
  ~clean_error_queue() { ERR_clear_error(); }
};

/// The newest error in OpenSSL's words.
inline std::string openssl_reason() {
  auto* reason = ERR_reason_error_string(ERR_peek_last_error());
  return reason ? reason : "no reason given";
}

} // namespace troupe
