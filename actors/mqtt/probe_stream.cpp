#include "actors/mqtt/probe_stream.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace troupe {
namespace {

using enum stream_trace::end;

constexpr int alert_close_notify = 0;
constexpr int alert_user_canceled = 90;
constexpr unsigned char server_hello = 2;

stream_trace& trace_of(const SSL* tls) {
  return *static_cast<stream_trace*>(SSL_get_app_data(tls));
}

void note_alert(const SSL* tls, int where, int value) {
  auto code = value & 0xFF;
  if (where == SSL_CB_READ_ALERT && code != alert_close_notify && code != alert_user_canceled)
    trace_of(tls).alert = code;
}

void note_message(int sent, int, int type, const void* data, size_t size, SSL* tls, void*) {
  if (sent != 0)
    return;
  auto* bytes = static_cast<const unsigned char*>(data);
  auto& trace = trace_of(tls);
  if (type == SSL3_RT_HEADER && size > 0 && trace.first_byte < 0)
    trace.first_byte = bytes[0];
  if (type == SSL3_RT_HANDSHAKE && size >= 6 && bytes[0] == server_hello)
    trace.server_version = bytes[4] << 8 | bytes[5];
}

int note_request(SSL* tls, void*) {
  trace_of(tls).certificate_requested = true;
  return 1;
}

int note_verdict(int good, X509_STORE_CTX* context) {
  auto* tls =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto& trace = trace_of(tls);
  if (good == 0 && trace.verify_error == X509_V_OK) {
    trace.verify_error = X509_STORE_CTX_get_error(context);
    if (auto* which = X509_STORE_CTX_get_current_cert(context);
        which != nullptr && X509_up_ref(which) == 1)
      trace.refused.reset(which);
  }
  return good;
}

/// As the library does it: a name or an address, whatever the host looks like.
bool is_for(X509& certificate, const std::string& host) {
  return X509_check_host(&certificate, host.data(), host.size(), 0, nullptr) == 1
         || X509_check_ip_asc(&certificate, host.c_str(), 0) == 1;
}

} // namespace

bool probe_stream::secure(SSL_CTX& context, const std::string& host) {
  tls_.reset(SSL_new(&context));
  auto* tls = tls_.get();
  SSL_set_app_data(tls, &trace_);
  SSL_set_info_callback(tls, note_alert);
  SSL_set_msg_callback(tls, note_message);
  SSL_set_cert_cb(tls, note_request, nullptr);
  SSL_set_verify(tls, SSL_VERIFY_PEER, note_verdict);
  SSL_set_fd(tls, socket_.fd());
  SSL_set_tlsext_host_name(tls, host.c_str());
  if (repeat([tls] { return SSL_connect(tls); }) <= 0)
    return false;
  auto* certificate = SSL_get0_peer_certificate(tls);
  if (certificate == nullptr || !is_for(*certificate, host)) {
    trace_.how = tls_failed;
    trace_.verify_error = X509_V_ERR_HOSTNAME_MISMATCH;
    return false;
  }
  trace_.secured = true;
  return true;
}

bool probe_stream::write(std::string_view text) {
  return repeat([&] {
           if (tls_)
             return SSL_write(tls_.get(), text.data(), static_cast<int>(text.size()));
           return static_cast<int>(::send(socket_.fd(), text.data(), text.size(), MSG_NOSIGNAL));
         })
         == static_cast<int>(text.size());
}

std::string probe_stream::read() {
  char bytes[1024];
  auto size = repeat([&] {
    if (tls_)
      return SSL_read(tls_.get(), bytes, sizeof(bytes));
    return static_cast<int>(::recv(socket_.fd(), bytes, sizeof(bytes), 0));
  });
  return {bytes, static_cast<size_t>(std::max(size, 0))};
}

/// Calls until it succeeds or the connection has come to its end.
template <class Call>
int probe_stream::repeat(Call call) {
  for (;;) {
    ERR_clear_error();
    errno = 0;
    auto result = call();
    if (result > 0)
      return result;
    auto cause = errno;
    auto wish = tls_ ? SSL_get_error(tls_.get(), result) : SSL_ERROR_SYSCALL;
    if (!tls_ && cause == EAGAIN)
      wish = SSL_ERROR_WANT_READ; // what is written to a fresh connection fits
    if (wish == SSL_ERROR_WANT_READ || wish == SSL_ERROR_WANT_WRITE) {
      if (!wait(wish == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT))
        return 0;
    } else if (wish == SSL_ERROR_SSL) {
      fail_tls();
      return 0;
    } else {
      trace_.how = cause == ECONNRESET || cause == EPIPE ? reset : closed;
      return 0;
    }
  }
}

void probe_stream::fail_tls() {
  trace_.error = ERR_GET_REASON(ERR_peek_error());
  trace_.error_text = take_tls_error();
  trace_.how = trace_.error == SSL_R_UNEXPECTED_EOF_WHILE_READING ? closed : tls_failed;
}

bool probe_stream::wait(short events) {
  pollfd entry{socket_.fd(), events, 0};
  for (;;) {
    auto moment = limit_.moment();
    if (moment.count() == 0) {
      trace_.how = timed_out;
      return false;
    }
    if (::poll(&entry, 1, static_cast<int>(moment.count())) > 0)
      return true;
  }
}

} // namespace troupe
