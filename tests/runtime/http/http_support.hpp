#pragma once

#include "runtime/http/http_server.hpp"

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace troupe::test {

/// A folder of its own, gone with the test.
struct scratch_folder {
  scratch_folder() {
    std::string pattern = "/tmp/troupe-http-XXXXXX";
    if (!mkdtemp(pattern.data()))
      throw std::runtime_error{"mkdtemp failed"};
    path = pattern;
  }
  ~scratch_folder() { std::filesystem::remove_all(path); }

  std::filesystem::path path;
};

/// A client that says exactly the bytes it is told to.
class raw_client {
public:
  explicit raw_client(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket.string().copy(address.sun_path, sizeof address.sun_path - 1);
    fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    connected = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  raw_client(const raw_client&) = delete;
  ~raw_client() { close(fd_); }

  /// What is sent after the server has closed is lost, which is fine here.
  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0)
        return;
      bytes.remove_prefix(static_cast<size_t>(n));
    }
  }

  void finish_sending() { shutdown(fd_, SHUT_WR); }

  /// Everything up to `end`, or to the server's closing.
  std::string read_until(std::string_view end) {
    while (received_.find(end) == std::string::npos && read_some()) {
    }
    auto at = received_.find(end);
    auto size = at == std::string::npos ? received_.size() : at + end.size();
    auto out = received_.substr(0, size);
    received_.erase(0, size);
    return out;
  }

  /// Everything until the server closes; "(still open)" at the end if it does not.
  std::string read_all() {
    while (read_some()) {
    }
    return std::exchange(received_, {}) + (closed_ ? "" : "(still open)");
  }

  bool connected = false;

private:
  bool read_some() {
    pollfd waiting{fd_, POLLIN, 0};
    if (poll(&waiting, 1, 10'000) != 1)
      return false;
    char buffer[65536];
    auto n = recv(fd_, buffer, sizeof buffer, 0);
    closed_ = n <= 0;
    if (n > 0)
      received_.append(buffer, static_cast<size_t>(n));
    return n > 0;
  }

  int fd_ = -1;
  bool closed_ = false;
  std::string received_;
};

/// A server at a socket of its own.
struct http_fixture {
  http_fixture() {
    options.socket = folder.path / "console.sock";
    options.request_timeout = std::chrono::seconds{5};
  }

  /// Starts with `options` as they stand.
  void serve(std::function<void(api_request)> handler) {
    auto started = http_server::start(options, std::move(handler));
    if (!started)
      throw std::runtime_error{sentence(started.error())};
    server = std::move(*started);
  }

  /// A server that answers every request with its path, query and body.
  void serve_echo() {
    serve([](const api_request& x) {
      api_response out;
      out.body = x.method;
      for (auto& segment : x.path)
        out.body += "/" + segment;
      for (auto& [key, text] : x.query)
        out.body += " " + key + "=" + text;
      out.body += " " + x.body;
      x.reply(std::move(out));
    });
  }

  scratch_folder folder;
  http_options options;
  std::unique_ptr<http_server> server;
};

} // namespace troupe::test
