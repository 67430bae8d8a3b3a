#include "tests/system/support/odd_server.hpp"

#include "tests/system/support/ports.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe::test {
namespace {

void send_all(int fd, const std::string& x) { ::send(fd, x.data(), x.size(), MSG_NOSIGNAL); }

/// Some bytes; empty: the connection is over.
std::string receive(int fd) {
  char bytes[4096];
  auto size = ::recv(fd, bytes, sizeof(bytes), 0);
  return {bytes, static_cast<size_t>(std::max<ssize_t>(size, 0))};
}

// -- RFC 6455 -----------------------------------------------------------------------

std::string accept_key(const std::string& head) {
  auto at = head.find("Sec-WebSocket-Key: ");
  if (at == head.npos)
    return {};
  auto key = head.substr(at + 19, 24) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest);
  unsigned char text[32];
  auto size = EVP_EncodeBlock(text, digest, sizeof(digest));
  return {reinterpret_cast<const char*>(text), static_cast<size_t>(size)};
}

std::string frame_of(const std::string& payload) {
  std::string result = "\x82"; // binary, the only frame of its message
  if (payload.size() < 126) {
    result += static_cast<char>(payload.size());
  } else {
    result += static_cast<char>(126);
    result += static_cast<char>(payload.size() >> 8);
    result += static_cast<char>(payload.size());
  }
  return result + payload;
}

/// Takes one masked frame off the front; false: it is not complete yet.
bool take_frame(std::string& bytes, char& opcode, std::string& payload) {
  if (bytes.size() < 6)
    return false;
  opcode = bytes[0] & 0x0F;
  size_t size = bytes[1] & 0x7F;
  size_t at = 2;
  if (size == 126) {
    size = static_cast<size_t>(static_cast<unsigned char>(bytes[2])) << 8
           | static_cast<unsigned char>(bytes[3]);
    at = 4;
  }
  if (bytes.size() < at + 4 + size)
    return false;
  payload.resize(size);
  for (size_t i = 0; i < size; ++i)
    payload[i] = static_cast<char>(bytes[at + 4 + i] ^ bytes[at + i % 4]);
  bytes.erase(0, at + 4 + size);
  return true;
}

/// Until either side ends it.
void pump(int client, std::string bytes, int broker) {
  for (;;) {
    char opcode = 0;
    std::string payload;
    while (take_frame(bytes, opcode, payload)) {
      if (opcode == 8)
        return;
      if (opcode <= 2)
        send_all(broker, payload);
    }
    pollfd both[] = {{client, POLLIN, 0}, {broker, POLLIN, 0}};
    ::poll(both, 2, -1);
    if (both[1].revents != 0) {
      auto more = receive(broker);
      if (more.empty())
        return;
      send_all(client, frame_of(more));
    }
    if (both[0].revents != 0) {
      auto more = receive(client);
      if (more.empty())
        return;
      bytes += more;
    }
  }
}

} // namespace

odd_server::odd_server(manner serve) : serve_{std::move(serve)} {
  auto made = listen_anywhere();
  listener_ = made.fd;
  port_ = made.port;
  acceptor_ = std::thread{[this] { accept_all(); }};
}

odd_server::~odd_server() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    std::lock_guard guard{mutex_};
    for (auto fd : open_)
      ::shutdown(fd, SHUT_RDWR);
  }
  for (auto& connection : connections_)
    connection.join();
}

void odd_server::accept_all() {
  for (;;) {
    auto fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0)
      return;
    std::lock_guard guard{mutex_};
    open_.push_back(fd);
    connections_.emplace_back([this, fd] {
      serve_(fd);
      std::lock_guard inner{mutex_};
      std::erase(open_, fd);
      ::close(fd);
    });
  }
}

odd_server::manner odd_server::answering(std::string text) {
  return [text](int fd) {
    if (!receive(fd).empty())
      send_all(fd, text);
    ::shutdown(fd, SHUT_WR);
    while (!receive(fd).empty())
      ;
  };
}

odd_server::manner odd_server::resetting() {
  return [](int fd) {
    char byte;
    ::recv(fd, &byte, 1, 0); // the rest stays unread, which alone would reset
    linger now{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  };
}

websocket_bridge::websocket_bridge(uint16_t broker)
    : broker_{broker}, server_{[this](int fd) { serve(fd); }} {}

std::vector<std::string> websocket_bridge::requests() const {
  std::lock_guard guard{mutex_};
  return requests_;
}

void websocket_bridge::serve(int fd) {
  std::string head;
  while (head.find("\r\n\r\n") == head.npos) {
    auto more = receive(fd);
    if (more.empty())
      return;
    head += more;
  }
  {
    std::lock_guard guard{mutex_};
    requests_.push_back(head.substr(0, head.find("\r\n")));
  }
  send_all(
      fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Accept: "
              + accept_key(head) + "\r\n\r\n");
  auto broker = connect_to(broker_);
  pump(fd, head.substr(head.find("\r\n\r\n") + 4), broker);
  ::close(broker);
}

} // namespace troupe::test
