#include "runtime/http/http_client.hpp"

#include "schemas/errors.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/parse.hpp>

#include <sys/socket.h>

namespace troupe {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using std::chrono::milliseconds;

/// One connection whose calls block until they are done or the deadline is past.
class connection {
public:
  explicit connection(const std::filesystem::path& socket) : path_{socket.string()} {}

  caf::error open(milliseconds timeout) {
    if (path_.size() >= sizeof(sockaddr_un::sun_path))
      return failure(errc::unavailable, "the socket path " + path_ + " is too long");
    stream_.expires_after(timeout);
    return wait([&](auto done) { stream_.async_connect({path_}, done); });
  }

  /// A refused body makes writing fail, but the reason can still be read.
  void send(std::string_view method, std::string_view target, std::string body) {
    http::request<http::string_body> out;
    out.version(11);
    out.method_string(method);
    out.target(target);
    out.set(http::field::host, "localhost");
    if (!body.empty())
      out.set(http::field::content_type, "application/json");
    out.body() = std::move(body);
    out.prepare_payload();
    wait([&](auto done) {
      http::async_write(stream_, out, [done](error_code ec, size_t) { done(ec); });
    });
  }

  caf::error read_header() {
    parser_.body_limit(boost::none);
    return wait([&](auto done) {
      http::async_read_header(
          stream_, buffer_, parser_, [done](error_code ec, size_t) { done(ec); });
    });
  }

  /// Appends to the body what comes next.
  caf::error read_some() {
    return wait([&](auto done) {
      http::async_read_some(stream_, buffer_, parser_, [done](error_code ec, size_t) { done(ec); });
    });
  }

  caf::expected<http_response> read_rest() {
    while (!parser_.is_done())
      if (auto err = read_some())
        return err;
    auto& message = parser_.get();
    return http_response{
        static_cast<int>(message.result_int()), std::string{message[http::field::content_type]},
        std::move(message.body())};
  }

  /// Ends reading; from any thread.
  void shut() { ::shutdown(stream_.socket().native_handle(), SHUT_RDWR); }
  void wait_for_ever() { stream_.expires_never(); }
  bool is_done() const { return parser_.is_done(); }
  std::string& body() { return parser_.get().body(); }
  bool is_event_stream() const {
    return parser_.get()[http::field::content_type] == "text/event-stream";
  }

private:
  template <class Start>
  caf::error wait(Start start) {
    error_code result;
    start([&result](error_code ec) { result = ec; });
    io_.restart();
    io_.run();
    if (!result)
      return {};
    if (result == boost::beast::error::timeout)
      return failure(errc::timed_out, "the runtime at " + path_ + " did not answer in time");
    return failure(
        errc::unavailable, "cannot talk to a runtime at " + path_ + ": " + result.message());
  }

  std::string path_;
  net::io_context io_{1};
  boost::beast::basic_stream<net::local::stream_protocol> stream_{io_};
  boost::beast::flat_buffer buffer_;
  http::response_parser<http::string_body> parser_;
};

/// Takes the complete events out of `text` and gives on their data (the HTML
/// standard's "server-sent events", without ids and types). False: enough.
bool give_events(std::string& text, const std::function<bool(std::string_view)>& on_event) {
  for (size_t end; (end = text.find("\n\n")) != std::string::npos; text.erase(0, end + 2)) {
    std::string data;
    std::string_view rest{text.data(), end};
    while (!rest.empty()) {
      auto line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      if (line.starts_with("data:"))
        data.append(data.empty() ? "" : "\n")
            .append(line.substr(line.starts_with("data: ") ? 6 : 5));
    }
    if (!data.empty() && !on_event(data))
      return false;
  }
  return true;
}

} // namespace

caf::expected<http_response> request(
    const std::filesystem::path& socket, std::string_view method, std::string_view target,
    std::string body, milliseconds timeout) {
  connection peer{socket};
  if (auto err = peer.open(timeout))
    return err;
  peer.send(method, target, std::move(body));
  if (auto err = peer.read_header())
    return err;
  return peer.read_rest();
}

std::string error_sentence(const http_response& x) {
  error_code ec;
  auto parsed = boost::json::parse(x.body, ec);
  if (!ec && parsed.is_object())
    if (auto text = parsed.get_object().if_contains("error"); text && text->is_string())
      return std::string{text->get_string()};
  return "the runtime answered with HTTP status " + std::to_string(x.status);
}

caf::error follow(
    const std::filesystem::path& socket, std::string_view target,
    const std::function<bool(std::string_view data)>& on_event, std::stop_token stop) {
  connection peer{socket};
  if (auto err = peer.open(std::chrono::seconds{45}))
    return err;
  peer.send("GET", target, {});
  if (auto err = peer.read_header())
    return err;
  if (!peer.is_event_stream()) {
    auto answer = peer.read_rest();
    return answer ? failure(
               answer->status == 404 ? errc::not_found : errc::unavailable, error_sentence(*answer))
                  : answer.error();
  }
  peer.wait_for_ever();
  std::stop_callback cut{stop, [&] { peer.shut(); }};
  std::string text;
  while (!peer.is_done()) {
    if (auto err = peer.read_some())
      return stop.stop_requested() ? caf::error{} : err;
    text += std::exchange(peer.body(), {});
    if (!give_events(text, on_event))
      return {};
  }
  return stop.stop_requested() ? caf::error{}
                               : failure(errc::unavailable, "the runtime ended the stream");
}

} // namespace troupe
