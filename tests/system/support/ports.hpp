#pragma once

#include <chrono>
#include <cstdint>

namespace troupe::test {

/// A TCP port of 127.0.0.1 that nobody listens on now.
uint16_t free_port();

/// A socket that listens on a port of 127.0.0.1 which the system chose; whoever has it
/// closes it.
struct listening_socket {
  int fd = -1;
  uint16_t port = 0;
};
listening_socket listen_anywhere();

/// A socket that was connected to 127.0.0.1:`port`, well or not; the caller closes it.
int connect_to(uint16_t port);

/// Waits until 127.0.0.1:`port` accepts a connection.
bool wait_for_port(uint16_t port, std::chrono::milliseconds limit = std::chrono::seconds{10});

/// Listens on 127.0.0.1 and never says a word: TCP connects, MQTT does not.
class mute_server {
public:
  mute_server();
  mute_server(const mute_server&) = delete;
  mute_server& operator=(const mute_server&) = delete;
  ~mute_server();

  uint16_t port() const { return port_; }

private:
  int socket_ = -1;
  uint16_t port_ = 0;
};

} // namespace troupe::test
