#pragma once

#include "runtime/http/http_session.hpp"

#include <boost/asio/post.hpp>

namespace troupe {

/// {"error": text}
api_response error_response(int status, std::string_view text);

/// Reaches a session from any thread for as long as it is there.
struct session_link {
  std::weak_ptr<http_hub> hub;
  std::weak_ptr<http_session> session;

  /// Runs `f` with the session on the server's thread.
  template <class F>
  void post(F f) const {
    if (auto alive = hub.lock())
      boost::asio::post(alive->io, [to = session, f = std::move(f)]() mutable {
        if (auto x = to.lock())
          f(*x);
      });
  }
};

/// The right to answer one request, once. Any thread. Unused, it answers 503.
class http_ticket {
public:
  http_ticket(session_link link, size_t stream_queue_bytes_max)
      : link_{std::move(link)}, stream_queue_bytes_max_{stream_queue_bytes_max} {}
  http_ticket(const http_ticket&) = delete;
  http_ticket& operator=(const http_ticket&) = delete;
  ~http_ticket();

  void answer(api_response x);
  /// Answers with an event stream, which ends when the last copy of the writer goes.
  stream_writer stream();

private:
  session_link link_;
  size_t stream_queue_bytes_max_;
  std::atomic<bool> used_{false};
};

} // namespace troupe
