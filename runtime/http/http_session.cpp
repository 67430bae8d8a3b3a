#include "runtime/http/http_session.hpp"

#include "runtime/http/http_ticket.hpp"
#include "runtime/http/request_target.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <chrono>

namespace troupe {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr uint32_t header_bytes_max = 8 * 1024;
constexpr uint64_t body_bytes_max = 1024 * 1024;
constexpr std::chrono::seconds linger_max{2};

constexpr std::string_view stream_header = "HTTP/1.1 200 OK\r\n"
                                           "Content-Type: text/event-stream\r\n"
                                           "Cache-Control: no-store\r\n"
                                           "Connection: close\r\n\r\n";

/// What is answered to bytes that are no request; 0: nothing, the client is gone.
int status_of(error_code ec) {
  if (ec.category() != http::make_error_code(http::error::end_of_stream).category())
    return 0;
  if (ec == http::error::end_of_stream || ec == http::error::partial_message)
    return 0;
  if (ec == http::error::body_limit)
    return 413;
  return ec == http::error::header_limit || ec == http::error::buffer_overflow ? 431 : 400;
}

int64_t wall_clock_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

void open_session(
    const std::shared_ptr<http_hub>& hub, net::generic::stream_protocol::socket socket,
    http_caller caller) {
  if (hub->connections >= 2 * hub->options.connections_max)
    return; // too many even to be told so
  auto refused = hub->connections >= hub->options.connections_max;
  auto made = std::make_shared<http_session>(hub, std::move(socket), std::move(caller));
  if (refused)
    made->refuse(503, "too many connections are open: close one or try again later");
  else
    made->read_request();
}

http_session::http_session(
    const std::shared_ptr<http_hub>& hub, net::generic::stream_protocol::socket socket,
    http_caller caller)
    : hub_{*hub}, weak_hub_{hub}, caller_{std::move(caller)}, stream_{std::move(socket)},
      patience_{hub->io}, buffer_{2 * header_bytes_max} {
  ++hub_.connections;
}

http_session::~http_session() {
  --hub_.connections;
  if (gauge_)
    gauge_->open = false;
}

// -- requests -----------------------------------------------------------------

void http_session::read_request() {
  parser_.emplace();
  parser_->header_limit(header_bytes_max);
  parser_->body_limit(body_bytes_max);
  stream_.expires_after(hub_.options.request_timeout);
  http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code ec, size_t) {
    self->on_request(ec);
  });
}

void http_session::on_request(error_code ec) {
  if (ec) {
    if (auto status = status_of(ec))
      refuse(status, "this is not a request the runtime takes: " + ec.message());
    return;
  }
  auto& message = parser_->get();
  if (message.version() >= 11 && message.count(http::field::host) != 1)
    return refuse(400, "a request must have one Host header");
  auto target = parse_target(message.target());
  if (!target)
    return refuse(400, sentence(target.error()));
  hand_over(std::move(*target));
}

void http_session::hand_over(request_target target) {
  auto& message = parser_->get();
  api_request out;
  out.method = message.method() == http::verb::head ? "GET" : std::string{message.method_string()};
  out.path = std::move(target.path);
  out.query = std::move(target.query);
  out.body = std::move(message.body());
  out.access = caller_.access;
  out.caller = caller_.name;
  out.now_ms = wall_clock_ms();
  auto right = std::make_shared<http_ticket>(
      session_link{weak_hub_, weak_from_this()}, hub_.options.stream_queue_bytes_max);
  out.reply = [right](api_response x) { right->answer(std::move(x)); };
  out.stream = [right] { return right->stream(); };
  await_answer();
  hub_.handler(std::move(out));
}

void http_session::await_answer() {
  awaiting_ = true;
  patience_.expires_after(hub_.options.answer_timeout);
  patience_.async_wait([self = shared_from_this()](error_code ec) {
    if (!ec && self->awaiting_)
      self->refuse(504, "the runtime did not answer in time");
  });
}

// -- answers ------------------------------------------------------------------

void http_session::answer(api_response x) {
  if (!awaiting_)
    return;
  awaiting_ = false;
  patience_.cancel();
  write(std::move(x), parser_->get().keep_alive());
}

void http_session::refuse(int status, std::string_view why) {
  awaiting_ = false;
  write(error_response(status, why), false);
}

void http_session::write(api_response x, bool keep_alive) {
  auto& out = response_.emplace(static_cast<http::status>(x.status), 11);
  out.set(http::field::content_type, x.content_type);
  out.set(http::field::cache_control, "no-store");
  out.set("X-Content-Type-Options", "nosniff");
  for (auto& [name, text] : x.headers)
    out.set(name, text);
  out.keep_alive(keep_alive);
  out.body() = std::move(x.body);
  out.prepare_payload();
  if (parser_ && parser_->get().method() == http::verb::head)
    out.body().clear(); // the length stays
  stream_.expires_after(hub_.options.write_timeout);
  http::async_write(stream_, out, [self = shared_from_this(), keep_alive](error_code ec, size_t) {
    if (!ec && keep_alive)
      self->read_request();
    else if (!ec)
      self->linger();
  });
}

/// Closes after the client did: what it still sends would otherwise reset the
/// connection before it has read the answer.
void http_session::linger() {
  error_code ignored;
  stream_.socket().shutdown(net::socket_base::shutdown_send, ignored);
  stream_.expires_after(linger_max);
  discard();
}

void http_session::discard() {
  buffer_.clear();
  stream_.async_read_some(
      buffer_.prepare(header_bytes_max), [self = shared_from_this()](error_code ec, size_t) {
        if (!ec)
          self->discard();
      });
}

// -- event streams ------------------------------------------------------------

void http_session::begin_events(std::shared_ptr<stream_gauge> gauge) {
  gauge_ = std::move(gauge);
  if (!awaiting_)
    return cut();
  awaiting_ = false;
  patience_.cancel();
  await_end();
  gauge_->queued_bytes += stream_header.size();
  push_event(std::string{stream_header});
}

/// A client of a stream has nothing more to say: whatever comes ends it.
void http_session::await_end() {
  stream_.expires_never();
  stream_.async_read_some(
      buffer_.prepare(1), [self = shared_from_this()](error_code, size_t) { self->cut(); });
}

void http_session::push_event(std::string piece) {
  events_.push_back(std::move(piece));
  if (events_.size() == 1)
    write_event();
}

void http_session::write_event() {
  stream_.expires_after(hub_.options.write_timeout); // the reading side waits, unaffected
  net::async_write(
      stream_, net::buffer(events_.front()), [self = shared_from_this()](error_code ec, size_t) {
        if (ec)
          return self->cut();
        self->gauge_->queued_bytes -= self->events_.front().size();
        self->events_.pop_front();
        if (!self->events_.empty())
          self->write_event();
        else if (self->events_end_)
          self->cut();
      });
}

void http_session::end_events() {
  events_end_ = true;
  if (events_.empty())
    cut();
}

void http_session::cut() {
  if (gauge_)
    gauge_->open = false;
  stream_.close();
}

} // namespace troupe
