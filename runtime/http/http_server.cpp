#include "runtime/http/http_server.hpp"

#include "actors/log.hpp"
#include "runtime/http/http_session.hpp"
#include "runtime/http/peer_rights.hpp"
#include "runtime/http/socket_file.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <pthread.h>
#include <unistd.h>

#include <thread>

namespace troupe {

using local = boost::asio::local::stream_protocol;

/// Accepts at one unix socket and makes a session of each connection.
struct http_server::impl {
  impl(std::shared_ptr<http_hub> x, socket_file claimed, console_groups found)
      : file{std::move(claimed)}, groups{found}, hub{std::move(x)},
        acceptor{hub->io, local{}, file.release_descriptor()}, pause{hub->io} {}

  void accept() {
    acceptor.async_accept([this](boost::system::error_code ec, local::socket peer) {
      if (ec == boost::asio::error::operation_aborted)
        return;
      if (ec)
        return accept_later(ec);
      welcome(std::move(peer));
      accept();
    });
  }

  /// Out of descriptors, say: to try again at once would spin.
  void accept_later(boost::system::error_code why) {
    log::warn("http.accept_failed", "error", why.message());
    pause.expires_after(std::chrono::milliseconds{200});
    pause.async_wait([this](boost::system::error_code ec) {
      if (!ec)
        accept();
    });
  }

  void welcome(local::socket peer) {
    auto credentials = peer_of(peer.native_handle());
    if (!credentials)
      return log::warn("http.peer_unknown", "error", sentence(credentials.error()));
    http_caller caller{
        rights_of(*credentials, geteuid(), groups), "uid " + std::to_string(credentials->uid)};
    open_session(hub, std::move(peer), std::move(caller));
  }

  void run() {
    pthread_setname_np(pthread_self(), "troupe-http");
    for (bool again = true; again;) {
      try {
        hub->io.run();
        again = false;
      } catch (const std::exception& x) {
        log::error("http.failed", "error", x.what());
      }
    }
  }

  socket_file file;
  console_groups groups;
  std::shared_ptr<http_hub> hub;
  local::acceptor acceptor;
  boost::asio::steady_timer pause;
  std::thread thread;
};

caf::expected<std::unique_ptr<http_server>>
http_server::start(http_options options, std::function<void(api_request)> handler) {
  auto groups = find_console_groups();
  auto file = socket_file::claim({options.socket, 0660, groups.readers});
  if (!file)
    return file.error();
  auto hub = std::make_shared<http_hub>(std::move(options), std::move(handler));
  auto made = std::make_unique<impl>(std::move(hub), std::move(*file), groups);
  made->accept();
  made->thread = std::thread{[x = made.get()] { x->run(); }};
  return std::unique_ptr<http_server>{new http_server{std::move(made)}};
}

http_server::http_server(std::unique_ptr<impl> x) : impl_{std::move(x)} {}

http_server::~http_server() {
  impl_->hub->io.stop();
  impl_->thread.join();
}

} // namespace troupe
