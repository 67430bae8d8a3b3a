#pragma once

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

/// The few MQTT 3.1.1 packets that the load needs, over one non-blocking
/// socket. Failures are exceptions: a benchmark that cannot go on ends.
namespace bench {

enum packet_type : uint8_t {
  connect = 0x10,
  connack = 0x20,
  publish = 0x30,
  puback = 0x40,
  subscribe = 0x82,
  suback = 0x90,
  pingreq = 0xc0,
  pingresp = 0xd0,
  disconnect = 0xe0,
};

struct packet {
  uint8_t type = 0; ///< First byte, flags included.
  std::string body; ///< All after the fixed header.
};

inline void append_u16(std::string& out, size_t x) {
  out += static_cast<char>(x >> 8);
  out += static_cast<char>(x);
}

inline size_t u16_at(std::string_view body, size_t offset) {
  if (offset + 2 > body.size())
    throw std::runtime_error{"MQTT packet too short"};
  return static_cast<size_t>(static_cast<uint8_t>(body[offset])) << 8
         | static_cast<uint8_t>(body[offset + 1]);
}

inline void append_header(std::string& out, uint8_t type, size_t length) {
  out += static_cast<char>(type);
  do {
    out += static_cast<char>((length & 0x7f) | (length > 0x7f ? 0x80 : 0));
    length >>= 7;
  } while (length > 0);
}

/// A connected socket with what waits to be written and what was read.
class wire {
public:
  explicit wire(int fd) : fd_{fd} {
    int one = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  }
  wire(const wire&) = delete;
  wire& operator=(const wire&) = delete;
  ~wire() { close(fd_); }

  std::string out; ///< Append packets here; `exchange` sends them.

  /// Sends and receives what is possible now, waiting at most `timeout_ms`.
  /// Answers false when the time passed or the peer closed (see `closed`).
  bool exchange(int timeout_ms) {
    auto wanted = static_cast<short>(out.empty() ? POLLIN : POLLIN | POLLOUT);
    pollfd ready{fd_, wanted, 0};
    if (poll(&ready, 1, timeout_ms) <= 0)
      return false;
    if (ready.revents & POLLOUT)
      write_some();
    if (ready.revents & (POLLIN | POLLHUP | POLLERR))
      read_some();
    return !closed_;
  }

  /// The next whole packet, if it is here.
  std::optional<packet> next() {
    size_t length = 0, header = 1;
    for (int shift = 0;; shift += 7, ++header) {
      if (read_at_ + header >= in_.size() || shift > 21)
        return std::nullopt;
      auto byte = static_cast<uint8_t>(in_[read_at_ + header]);
      length |= static_cast<size_t>(byte & 0x7f) << shift;
      if (!(byte & 0x80))
        break;
    }
    ++header;
    if (in_.size() - read_at_ < header + length)
      return std::nullopt;
    packet result{static_cast<uint8_t>(in_[read_at_]), in_.substr(read_at_ + header, length)};
    read_at_ += header + length;
    return result;
  }

  bool closed() const { return closed_; }

private:
  void write_some() {
    auto n = send(fd_, out.data(), out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0)
      out.erase(0, static_cast<size_t>(n));
    else if (errno != EAGAIN)
      closed_ = true;
  }

  void read_some() {
    in_.erase(0, std::exchange(read_at_, 0));
    char buffer[65536];
    auto n = recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (n > 0)
      in_.append(buffer, static_cast<size_t>(n));
    else if (n == 0 || errno != EAGAIN)
      closed_ = true;
  }

  int fd_;
  std::string in_;
  size_t read_at_ = 0;
  bool closed_ = false;
};

inline sockaddr_in loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

[[noreturn]] inline void fail(const std::string& what) {
  throw std::system_error{errno, std::generic_category(), what};
}

/// Connects to a broker on loopback.
inline int dial(uint16_t port) {
  auto fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(port);
  if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    fail("connect to 127.0.0.1:" + std::to_string(port));
  return fd;
}

/// Waits for the one client of a stand-in broker on loopback.
inline int accept_one(uint16_t port) {
  auto listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int one = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  auto address = loopback(port);
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0
      || listen(listener, 1) != 0)
    fail("listen on 127.0.0.1:" + std::to_string(port));
  pollfd ready{listener, POLLIN, 0};
  auto fd = poll(&ready, 1, 30'000) == 1 ? accept(listener, nullptr, nullptr) : -1;
  close(listener);
  if (fd < 0)
    throw std::runtime_error{"no client came within 30 s"};
  return fd;
}

} // namespace bench
