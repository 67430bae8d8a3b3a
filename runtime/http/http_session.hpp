#pragma once

#include "runtime/http/http_server.hpp"
#include "runtime/http/request_target.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// What all connections of a server share. Only the server's thread touches
/// it, but for `io`, to which any thread may post.
struct http_hub {
  http_hub(http_options o, std::function<void(api_request)> h)
      : options{std::move(o)}, handler{std::move(h)} {}

  const http_options options;
  const std::function<void(api_request)> handler;
  size_t connections = 0;
  boost::asio::io_context io{1}; // last: what is still queued in it uses the rest
};

/// Whom a connection belongs to.
struct http_caller {
  enum access access = access::none;
  std::string name; ///< For the audit.
};

/// How an event stream stands, for the two threads that use it.
struct stream_gauge {
  std::atomic<bool> open{true};
  std::atomic<size_t> queued_bytes{0};
};

/// Serves one connection of whatever kind until either side ends it.
void open_session(
    const std::shared_ptr<http_hub>& hub, boost::asio::generic::stream_protocol::socket socket,
    http_caller caller);

/// One connection: reads a request, hands it over, writes the answer, and so on.
/// All of it on the server's thread; what is under way keeps it alive.
class http_session : public std::enable_shared_from_this<http_session> {
public:
  http_session(
      const std::shared_ptr<http_hub>& hub, boost::asio::generic::stream_protocol::socket socket,
      http_caller caller);
  ~http_session();

  void read_request();
  /// Answers an error and closes.
  void refuse(int status, std::string_view why);

  // What the holder of the request asks for.
  void answer(api_response x);
  void begin_events(std::shared_ptr<stream_gauge> gauge);
  void push_event(std::string piece);
  void end_events(); ///< Once all are written.
  void cut();

private:
  void on_request(boost::system::error_code ec);
  void hand_over(request_target target);
  void await_answer();
  void write(api_response x, bool keep_alive);
  void linger();
  void discard();
  void await_end();
  void write_event();

  http_hub& hub_;
  std::weak_ptr<http_hub> weak_hub_;
  http_caller caller_;
  boost::beast::basic_stream<boost::asio::generic::stream_protocol> stream_;
  boost::asio::steady_timer patience_; ///< Runs while someone else has the request.
  bool awaiting_ = false;              ///< Someone else has the request.
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  std::optional<boost::beast::http::response<boost::beast::http::string_body>> response_;
  std::shared_ptr<stream_gauge> gauge_; ///< Of an event stream.
  std::deque<std::string> events_;      ///< The first one is being written.
  bool events_end_ = false;
};

} // namespace troupe
