#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace troupe::test {

/// Listens on a free port of 127.0.0.1 and hands each connection to a function, on
/// a thread of its own.
class odd_server {
public:
  /// Closes nothing itself: `fd` is closed when it returns. Must end when its
  /// connection is shut down.
  using manner = std::function<void(int fd)>;

  explicit odd_server(manner serve);
  odd_server(const odd_server&) = delete;
  odd_server& operator=(const odd_server&) = delete;
  ~odd_server();

  uint16_t port() const { return port_; }

  /// Waits for the first bytes, answers `text`, and closes.
  static manner answering(std::string text);
  /// Waits for the first bytes and resets the connection.
  static manner resetting();

private:
  void accept_all();

  manner serve_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<int> open_; ///< Guarded.
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

/// A server of WebSockets before a broker of plain MQTT: what mosquitto's own
/// listener is not, as that one binds every interface.
class websocket_bridge {
public:
  explicit websocket_bridge(uint16_t broker);

  uint16_t port() const { return server_.port(); }
  /// The request lines it saw: "GET /mqtt?x=1 HTTP/1.1".
  std::vector<std::string> requests() const;

private:
  void serve(int fd);

  uint16_t broker_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_; ///< Guarded.
  odd_server server_;                 ///< Last: its threads use the rest.
};

} // namespace troupe::test
