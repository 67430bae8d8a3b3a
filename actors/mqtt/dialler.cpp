#include "actors/mqtt/dialler.hpp"

#include "actors/mqtt/letter_box.hpp"
#include "actors/mqtt/reasons.hpp"
#include "schemas/errors.hpp"

#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Unacknowledged data for so long means the peer is gone.
constexpr int user_timeout_ms = 20'000;

/// Begins to connect; the socket, or -1 and errno.
int begin_connect(const std::string& address, uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    errno = EADDRNOTAVAIL;
    return -1;
  }
  auto fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd >= 0) {
    int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    ::setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_ms, sizeof(user_timeout_ms));
    if (::connect(fd, found->ai_addr, found->ai_addrlen) != 0 && errno != EINPROGRESS) {
      auto cause = errno;
      ::close(fd);
      fd = -1;
      errno = cause;
    }
  }
  ::freeaddrinfo(found);
  return fd;
}

std::string why(int cause, const std::string& peer) {
  if (cause == ECONNREFUSED)
    return "connection refused by " + peer;
  return "cannot connect to " + peer + ": " + std::system_category().message(cause);
}

} // namespace

tcp_socket::tcp_socket(tcp_socket&& x) noexcept
    : fd_{std::exchange(x.fd_, -1)}, address_{std::move(x.address_)} {}

tcp_socket& tcp_socket::operator=(tcp_socket&& x) noexcept {
  std::swap(fd_, x.fd_);
  std::swap(address_, x.address_);
  return *this;
}

tcp_socket::~tcp_socket() {
  if (fd_ >= 0)
    ::close(fd_);
}

std::string peer_name(const std::string& host, const std::string& address, uint16_t port) {
  auto numeric = (address.find(':') == std::string::npos ? address : '[' + address + ']') + ':'
                 + std::to_string(port);
  return host == address ? numeric : host + " (" + numeric + ')';
}

/// The dialler's thread: everything below but `post` runs on it.
class dialler::loop {
public:
  explicit loop(name_lookup lookup)
      : wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), {}}, resolver_{std::move(lookup)},
        thread_{[this] { run(); }} {}

  ~loop() {
    post([this] { stopping_ = true; });
    thread_.join();
  }

  void post(std::function<void()> task) {
    {
      std::lock_guard guard{mutex_};
      tasks_.push_back(std::move(task));
    }
    ::eventfd_write(wake_.fd(), 1);
  }

  void begin(dial_request request, dial_answer answer) {
    auto now = clock::now();
    auto& x = calls_.emplace_back();
    x.id = next_id_++;
    x.started = now;
    x.end = now + request.limit;
    x.step_limit = std::min(request.limit, name_limit);
    x.step_end = now + x.step_limit;
    x.request = std::move(request);
    x.answer = std::move(answer);
    resolver_.resolve(x.request.host, [this, id = x.id](const addresses& found) {
      post([this, id, found] { named(id, found); });
    });
  }

private:
  struct call {
    uint64_t id = 0;
    dial_request request;
    dial_answer answer;
    clock::time_point started, end, named_at;
    milliseconds step_limit{0}; ///< Of the look-up or of the address being tried.
    clock::time_point step_end;
    std::vector<std::string> addresses;
    size_t next = 0;   ///< Index of the address to try next.
    tcp_socket socket; ///< Connecting.
    std::string reason = "it has no address";
    bool done = false;
  };

  void named(uint64_t id, const addresses& found) {
    for (auto& x : calls_) {
      if (x.id != id || x.done)
        continue;
      if (!found) {
        fail(x, found.error());
        continue;
      }
      x.named_at = clock::now();
      x.addresses = *found;
      try_next(x);
    }
  }

  /// Begins to connect to the next address that does not fail at once.
  void try_next(call& x) {
    x.socket = tcp_socket{};
    while (x.next < x.addresses.size()) {
      auto now = clock::now();
      // The time left is shared, so that a dead first address leaves the others a chance.
      auto share = (x.end - now) / static_cast<int64_t>(x.addresses.size() - x.next);
      x.step_limit = std::chrono::ceil<milliseconds>(share);
      x.step_end = now + share;
      auto& address = x.addresses[x.next++];
      if (auto fd = begin_connect(address, x.request.port); fd >= 0) {
        x.socket = tcp_socket{fd, address};
        return;
      }
      x.reason = why(errno, peer_name(x.request.host, address, x.request.port));
    }
    fail(x, failure(errc::unavailable, x.reason));
  }

  /// The socket can be written: it is connected, or it never will be.
  void ready(call& x) {
    int cause = 0;
    socklen_t size = sizeof(cause);
    ::getsockopt(x.socket.fd(), SOL_SOCKET, SO_ERROR, &cause, &size);
    if (cause != 0) {
      x.reason = why(cause, peer_name(x.request.host, x.socket.address(), x.request.port));
      try_next(x);
      return;
    }
    x.done = true;
    x.answer(dial_result{std::move(x.socket), x.named_at - x.started, clock::now() - x.named_at});
  }

  void fail(call& x, caf::error reason) {
    x.done = true;
    x.answer(std::move(reason));
  }

  void overdue(call& x) {
    auto& host = x.request.host;
    auto within = " within " + in_seconds(x.step_limit);
    if (!x.socket) {
      fail(x, failure(errc::timed_out, "name " + host + " could not be looked up" + within));
      return;
    }
    x.reason =
        "no TCP connection to " + peer_name(host, x.socket.address(), x.request.port) + within;
    try_next(x);
  }

  void run_tasks() {
    std::vector<std::function<void()>> tasks;
    {
      std::lock_guard guard{mutex_};
      tasks.swap(tasks_);
    }
    for (auto& task : tasks)
      task();
  }

  /// Waits for a socket, a task, or the next deadline.
  void wait() {
    std::vector<pollfd> sockets{{wake_.fd(), POLLIN, 0}};
    std::vector<call*> owners{nullptr};
    auto next = clock::time_point::max();
    for (auto& x : calls_) {
      next = std::min(next, x.step_end);
      if (x.socket) {
        sockets.push_back({x.socket.fd(), POLLOUT, 0});
        owners.push_back(&x);
      }
    }
    int timeout = -1;
    if (next != clock::time_point::max())
      timeout = static_cast<int>(
          std::max<int64_t>(0, std::chrono::ceil<milliseconds>(next - clock::now()).count()));
    ::poll(sockets.data(), sockets.size(), timeout);
    eventfd_t ignored;
    ::eventfd_read(wake_.fd(), &ignored);
    for (size_t i = 1; i < sockets.size(); ++i)
      if (sockets[i].revents != 0)
        ready(*owners[i]);
  }

  void run() {
    while (!stopping_) {
      wait();
      run_tasks();
      auto now = clock::now();
      for (auto& x : calls_)
        if (!x.done && x.step_end <= now)
          overdue(x);
      calls_.remove_if([](auto& x) { return x.done; });
    }
  }

  std::mutex mutex_;
  std::vector<std::function<void()>> tasks_; ///< Guarded by `mutex_`.
  tcp_socket wake_;
  std::list<call> calls_;
  uint64_t next_id_ = 1;
  bool stopping_ = false;
  resolver resolver_;
  std::thread thread_;
};

dialler::dialler(name_lookup lookup) : loop_{std::make_unique<loop>(std::move(lookup))} {}

dialler::~dialler() = default;

void dialler::dial(dial_request request, dial_answer answer) {
  loop_->post(
      [l = loop_.get(), request = std::move(request), answer = std::move(answer)]() mutable {
        l->begin(std::move(request), std::move(answer));
      });
}

caf::expected<dial_result>
dial_and_wait(dialler& network, const dial_request& request, std::stop_token stop) {
  auto box = std::make_shared<letter_box<caf::expected<dial_result>>>();
  network.dial(request, [box](caf::expected<dial_result> x) { box->put(std::move(x)); });
  // The dialler keeps the limit itself; a second more and it is broken, or stopping.
  if (auto result = box->wait({clock::now() + request.limit + milliseconds{1000}, stop}))
    return std::move(*result);
  return failure(errc::timed_out, "the dialler does not answer");
}

} // namespace troupe
