#pragma once

#include <chrono>
#include <optional>
#include <string_view>

/// What a service says to systemd: three datagrams, written here because
/// libsystemd would bring four more libraries into the process.
namespace troupe {

/// Tells the service manager, e.g. "READY=1\nSTATUS=12 of 14 agents connected".
/// Without $NOTIFY_SOCKET, or where nobody listens, it does nothing.
/// Source: sd_notify(3).
void notify_systemd(std::string_view state);

/// How often `notify_systemd("WATCHDOG=1")` is expected, at the latest; none:
/// not at all. Send it twice as often. Source: sd_watchdog_enabled(3).
std::optional<std::chrono::microseconds> watchdog_interval();

/// Whether standard error is journald's stream. Source: systemd.exec(5),
/// $JOURNAL_STREAM.
bool stderr_is_journal();

/// journald's socket for datagrams with fields.
class journal_socket {
public:
  ~journal_socket();
  /// False: journald did not take it; the caller writes it elsewhere.
  bool send(std::string_view datagram);

private:
  int fd_ = -1;
};

} // namespace troupe
