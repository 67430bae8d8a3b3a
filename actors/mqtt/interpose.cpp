#include "actors/mqtt/interpose.hpp"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe {
namespace {

// Trivial or never destroyed: connect() may be called until the process is gone.
struct counter_hall {
  std::mutex turn;  ///< Held for the life of an offer.
  std::mutex mutex; ///< Guards what follows.
  std::condition_variable taken;
  socket_offer* offer = nullptr;
};

counter_hall& hall() {
  static auto& result = *new counter_hall;
  return result;
}

/// This thread's last look-up was answered with the offer.
thread_local bool was_answered = false;

/// The function that the system, or a sanitizer, has under this name.
template <class Function>
Function* next_function(const char* name) {
  auto found = ::dlsym(RTLD_NEXT, name);
  if (found == nullptr)
    std::abort(); // there is no process without a C library
  return reinterpret_cast<Function*>(found);
}

} // namespace

socket_offer::socket_offer(std::string host, std::string address, int fd, answer how)
    : turn_{hall().turn}, host_{std::move(host)}, address_{std::move(address)}, fd_{fd}, how_{how} {
  std::lock_guard guard{hall().mutex};
  hall().offer = this;
}

socket_offer::~socket_offer() {
  std::lock_guard guard{hall().mutex};
  hall().offer = nullptr;
}

bool socket_offer::wait_until_taken(std::chrono::milliseconds limit) {
  std::unique_lock guard{hall().mutex};
  return hall().taken.wait_for(guard, limit, [this] { return taken_; });
}

bool socket_offer::answers(const char* node, std::string& address) {
  std::lock_guard guard{hall().mutex};
  auto* offer = hall().offer;
  if (offer == nullptr || offer->taken_ || offer->host_ != node)
    return false;
  address = offer->address_;
  return true;
}

bool socket_offer::take(int fd, answer& how) {
  std::lock_guard guard{hall().mutex};
  auto* offer = hall().offer;
  if (offer == nullptr || offer->taken_ || ::dup3(offer->fd_, fd, O_CLOEXEC) < 0)
    return false;
  offer->taken_ = true;
  how = offer->how_;
  hall().taken.notify_one();
  return true;
}

} // namespace troupe

// Exported from the executable because libpaho, which it is linked with, refers to
// them. A sanitizer's own versions come next in line and are called by ours.

extern "C" __attribute__((visibility("default"))) int
getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  static auto* const next = troupe::next_function<decltype(::getaddrinfo)>("getaddrinfo");
  std::string address;
  // The way Paho asks: for a host alone, and any family.
  troupe::was_answered = node != nullptr && service == nullptr && hints != nullptr
                         && (hints->ai_flags & AI_NUMERICHOST) == 0
                         && troupe::socket_offer::answers(node, address);
  if (!troupe::was_answered)
    return next(node, service, hints, result);
  auto numeric = *hints;
  numeric.ai_flags |= AI_NUMERICHOST;
  return next(address.c_str(), nullptr, &numeric, result);
}

extern "C" __attribute__((visibility("default"))) int
connect(int fd, const sockaddr* address, socklen_t size) {
  static auto* const next = troupe::next_function<decltype(::connect)>("connect");
  auto how = troupe::socket_offer::answer::connected;
  if (std::exchange(troupe::was_answered, false) && troupe::socket_offer::take(fd, how)) {
    if (how == troupe::socket_offer::answer::connected)
      return 0;
    errno = EINPROGRESS;
    return -1;
  }
  return next(fd, address, size);
}
