#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>

/// Paho looks names up and connects by itself, one client after the other under
/// its one mutex. So that a dead name server or network holds up nobody, both are
/// done before, by the dialler, and Paho's own calls of getaddrinfo() and connect()
/// are answered with the result: the executable defines both functions, the dynamic
/// linker finds these first, and what is not meant for Paho passes on to the system.
namespace troupe {

/// Offers a connected socket to Paho while it lives: the next look-up of `host`
/// is answered with `address`, and the connect() that follows on the same thread
/// gets a duplicate of `fd`. There is one offer at a time, which is how it is known
/// whose socket it is; a second one waits for the first to end.
class socket_offer {
public:
  /// What connect() answers. Where the connection stands at once, Paho 1.3.12 takes a
  /// TLS handshake that is as quick for a failure, and asks for a WebSocket twice: for
  /// these, let it wait for the connection.
  enum class answer : uint8_t { connected, in_progress };

  socket_offer(std::string host, std::string address, int fd, answer how = answer::connected);
  socket_offer(const socket_offer&) = delete;
  socket_offer& operator=(const socket_offer&) = delete;
  ~socket_offer();

  /// Waits until Paho took the socket; false: not in time.
  bool wait_until_taken(std::chrono::milliseconds limit);

  /// For the two functions of the executable.
  static bool answers(const char* node, std::string& address);
  static bool take(int fd, answer& how);

private:
  std::unique_lock<std::mutex> turn_;
  std::string host_;
  std::string address_;
  int fd_;
  answer how_;
  bool taken_ = false; ///< Guarded, as the offer itself is.
};

} // namespace troupe
