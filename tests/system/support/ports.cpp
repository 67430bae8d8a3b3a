#include "tests/system/support/ports.hpp"

#include "tests/support/process.hpp"
#include "tests/system/support/eventually.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace troupe::test {
namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  result.sin_port = htons(port);
  return result;
}

/// Binds `fd` to a port the system chooses.
uint16_t bind_anywhere(int fd) {
  auto address = loopback(0);
  socklen_t size = sizeof(address);
  auto generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(fd, generic, size) != 0 || ::getsockname(fd, generic, &size) != 0)
    throw std::runtime_error{"cannot bind to a port of 127.0.0.1"};
  return ntohs(address.sin_port);
}

int tcp_socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

} // namespace

uint16_t free_port() {
  auto fd = tcp_socket();
  auto port = bind_anywhere(fd);
  ::close(fd);
  return port;
}

listening_socket listen_anywhere() {
  listening_socket out;
  out.fd = tcp_socket();
  out.port = bind_anywhere(out.fd);
  ::listen(out.fd, 128);
  return out;
}

int connect_to(uint16_t port) {
  auto fd = tcp_socket();
  auto address = loopback(port);
  ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address));
  return fd;
}

bool wait_for_port(uint16_t port, std::chrono::milliseconds limit) {
  return eventually(
      [port] {
        auto fd = tcp_socket();
        auto address = loopback(port);
        auto rc = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address));
        ::close(fd);
        return rc == 0;
      },
      limit);
}

mute_server::mute_server() {
  auto made = listen_anywhere();
  socket_ = made.fd;
  port_ = made.port;
}

mute_server::~mute_server() { ::close(socket_); }

} // namespace troupe::test
