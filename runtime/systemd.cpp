#include "runtime/systemd.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

namespace troupe {
namespace {

std::string_view variable(const char* name) {
  auto* text = std::getenv(name);
  return text ? text : "";
}

/// Sends to a unix socket; "@…" is one of the abstract namespace.
bool send_to(int fd, std::string_view path, std::string_view bytes) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path)
    return false;
  std::memcpy(address.sun_path, path.data(), path.size());
  if (path.front() == '@')
    address.sun_path[0] = '\0';
  auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  auto sent = ::sendto(
      fd, bytes.data(), bytes.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&address), length);
  return sent == static_cast<ssize_t>(bytes.size());
}

int datagram_socket() { return ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0); }

} // namespace

void notify_systemd(std::string_view state) {
  auto path = variable("NOTIFY_SOCKET");
  auto fd = path.empty() ? -1 : datagram_socket();
  if (fd < 0)
    return;
  send_to(fd, path, state);
  ::close(fd);
}

std::optional<std::chrono::microseconds> watchdog_interval() {
  auto text = variable("WATCHDOG_USEC");
  auto pid = variable("WATCHDOG_PID");
  int64_t interval = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), interval);
  auto ours = pid.empty() || pid == std::to_string(::getpid());
  if (error != std::errc{} || end != text.data() + text.size() || interval <= 0 || !ours)
    return std::nullopt;
  return std::chrono::microseconds{interval};
}

bool stderr_is_journal() {
  struct stat found {};
  if (::fstat(STDERR_FILENO, &found) != 0)
    return false;
  return variable("JOURNAL_STREAM")
         == std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino);
}

journal_socket::~journal_socket() {
  if (fd_ >= 0)
    ::close(fd_);
}

bool journal_socket::send(std::string_view datagram) {
  if (fd_ < 0)
    fd_ = datagram_socket();
  return fd_ >= 0 && send_to(fd_, "/run/systemd/journal/socket", datagram);
}

} // namespace troupe
