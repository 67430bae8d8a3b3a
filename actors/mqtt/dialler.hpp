#pragma once

#include "actors/mqtt/resolver.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace troupe {

/// Owns a connected TCP socket, non-blocking.
class tcp_socket {
public:
  tcp_socket() = default;
  tcp_socket(int fd, std::string address) : fd_{fd}, address_{std::move(address)} {}
  tcp_socket(tcp_socket&& x) noexcept;
  tcp_socket& operator=(tcp_socket&& x) noexcept;
  ~tcp_socket();

  int fd() const { return fd_; }
  /// The peer's numeric address, without the port.
  const std::string& address() const { return address_; }
  explicit operator bool() const { return fd_ >= 0; }

private:
  int fd_ = -1;
  std::string address_;
};

struct dial_request {
  std::string host; ///< A name or a numeric address.
  uint16_t port = 0;
  std::chrono::milliseconds limit{6'000}; ///< Name and TCP together.
};

/// How long a name may take to be looked up, within the limit of the request.
constexpr std::chrono::milliseconds name_limit{5'000};

struct dial_result {
  tcp_socket socket;
  std::chrono::nanoseconds name_time{0};
  std::chrono::nanoseconds tcp_time{0};
};

/// Takes the socket, or one sentence why there is none.
using dial_answer = std::function<void(caf::expected<dial_result>)>;

/// Looks names up and opens TCP connections; none waits for another, however
/// dead its name server or its network is. Any thread may use it.
class dialler {
public:
  explicit dialler(name_lookup lookup = system_lookup);
  dialler(const dialler&) = delete;
  dialler& operator=(const dialler&) = delete;

  /// Answers not given yet are never given.
  ~dialler();

  /// Tries every address of the host in turn. `answer` is called once, on the
  /// dialler's thread, by the end of the limit.
  void dial(dial_request request, dial_answer answer);

private:
  class loop;
  std::unique_ptr<loop> loop_;
};

/// Dials and waits for the answer, for a thread that may block.
caf::expected<dial_result>
dial_and_wait(dialler& network, const dial_request& request, std::stop_token stop);

/// "10.0.0.7:1883", "[::1]:1883", or with a name "broker.example (10.0.0.7:1883)".
std::string peer_name(const std::string& host, const std::string& address, uint16_t port);

} // namespace troupe
