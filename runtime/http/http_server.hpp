#pragma once

#include "schemas/interfaces.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

namespace troupe {

struct http_options {
  std::filesystem::path socket;
  std::chrono::milliseconds request_timeout{10'000}; ///< For a whole request, silence before it
                                                     ///< included.
  std::chrono::milliseconds answer_timeout{40'000};  ///< For whoever handles a request.
  std::chrono::milliseconds write_timeout{10'000};   ///< For the client to take an answer.
  size_t connections_max = 64;                       ///< Above it: 503.
  size_t stream_queue_bytes_max = 1 << 20; ///< A client that lags further behind is cut off.
};

/// Serves HTTP/1.1 (RFC 9112) at a unix socket, on one thread of its own.
/// What is no proper request never reaches the handler; every error has the
/// body {"error": "<one sentence>"}.
class http_server {
public:
  /// Calls `handler` on the server's thread; it must not block. A request
  /// that is dropped without an answer is answered 503.
  static caf::expected<std::unique_ptr<http_server>>
  start(http_options options, std::function<void(api_request)> handler);

  /// Closes every connection, ends the thread, removes the socket file.
  ~http_server();

private:
  struct impl;
  explicit http_server(std::unique_ptr<impl> x);

  std::unique_ptr<impl> impl_;
};

} // namespace troupe
