#include "runtime/http/http_ticket.hpp"

namespace troupe {
namespace {

/// The writing end of an event stream.
class event_feed {
public:
  event_feed(session_link link, size_t queue_bytes_max)
      : link_{std::move(link)}, queue_bytes_max_{queue_bytes_max} {
    link_.post([gauge = gauge_](http_session& x) { x.begin_events(gauge); });
  }
  event_feed(const event_feed&) = delete;
  event_feed& operator=(const event_feed&) = delete;
  ~event_feed() {
    link_.post([](http_session& x) { x.end_events(); });
  }

  /// False: the client is gone, or was cut off because it lagged too far behind.
  bool write(std::string piece) {
    if (!gauge_->open || link_.session.expired())
      return false;
    if (gauge_->queued_bytes.fetch_add(piece.size()) + piece.size() > queue_bytes_max_) {
      gauge_->open = false;
      link_.post([](http_session& x) { x.cut(); });
      return false;
    }
    link_.post(
        [piece = std::move(piece)](http_session& x) mutable { x.push_event(std::move(piece)); });
    return true;
  }

private:
  session_link link_;
  size_t queue_bytes_max_;
  std::shared_ptr<stream_gauge> gauge_ = std::make_shared<stream_gauge>();
};

} // namespace

api_response error_response(int status, std::string_view text) {
  api_response out;
  out.status = status;
  out.body = R"({"error":)";
  append_json_string(out.body, text);
  out.body += '}';
  return out;
}

http_ticket::~http_ticket() {
  answer(error_response(503, "whoever had to answer ended before it did"));
}

void http_ticket::answer(api_response x) {
  if (!used_.exchange(true))
    link_.post([x = std::move(x)](http_session& s) mutable { s.answer(std::move(x)); });
}

stream_writer http_ticket::stream() {
  if (used_.exchange(true))
    return [](const std::string&) { return false; };
  auto feed = std::make_shared<event_feed>(link_, stream_queue_bytes_max_);
  return [feed](std::string piece) { return feed->write(std::move(piece)); };
}

} // namespace troupe
