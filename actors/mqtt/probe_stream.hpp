#pragma once

#include "actors/mqtt/dialler.hpp"
#include "actors/mqtt/letter_box.hpp"
#include "actors/mqtt/tls_context.hpp"

#include <string>
#include <string_view>

namespace troupe {

/// What was seen on a connection, for the sentence that tells how it ended.
struct stream_trace {
  enum class end : uint8_t {
    none,
    timed_out,
    closed, ///< By the peer.
    reset,
    tls_failed, ///< `error` or `verify_error` tells why.
  };
  end how = end::none;
  bool secured = false;   ///< The handshake was completed.
  int first_byte = -1;    ///< Of the peer's answer.
  int alert = -1;         ///< The peer's, by its number.
  int server_version = 0; ///< TLS 1.1 is 0x0302; 1.3 says 0x0303.
  bool certificate_requested = false;
  int error = 0; ///< OpenSSL's reason.
  std::string error_text;
  int verify_error = X509_V_OK;
  std::unique_ptr<X509, free_tls> refused; ///< The certificate that verification stopped at.
};

/// A connection of the probe: TCP, and TLS over it once it is asked for. Blocks
/// within its patience. Not to be moved: OpenSSL knows where the trace is.
class probe_stream {
public:
  probe_stream(tcp_socket socket, patience limit) : socket_{std::move(socket)}, limit_{limit} {}
  probe_stream(const probe_stream&) = delete;
  probe_stream& operator=(const probe_stream&) = delete;

  /// The TLS handshake; false: the trace tells why not.
  bool secure(SSL_CTX& context, const std::string& host);

  bool write(std::string_view text);

  /// What comes next, some bytes; empty: the trace tells why there is nothing.
  std::string read();

  /// From now on.
  void set_limit(const patience& limit) { limit_ = limit; }

  const stream_trace& trace() const { return trace_; }
  SSL* tls() const { return tls_.get(); }

private:
  template <class Call>
  int repeat(Call call);
  bool wait(short events);
  void fail_tls();

  tcp_socket socket_;
  patience limit_;
  stream_trace trace_;
  std::unique_ptr<SSL, free_tls> tls_;
};

} // namespace troupe
