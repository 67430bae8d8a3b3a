#include "tests/actors/root/plant_fixture.hpp"

#include "actors/log.hpp"
#include "runtime/watchdog.hpp"

#include <sys/un.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>

using namespace troupe;
using namespace troupe::test;

namespace {

/// A service manager that expects to hear of this process every 400 ms.
class service_manager {
public:
  service_manager() {
    auto socket = folder_.path() / "notify";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
      throw std::runtime_error{"cannot bind"};
    timeval limit{20, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    ::setenv("NOTIFY_SOCKET", socket.c_str(), 1);
    ::setenv("WATCHDOG_USEC", "400000", 1);
  }
  ~service_manager() {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
    ::close(fd_);
  }

  /// Waits for the next datagram.
  std::string hear() { return receive(0); }
  /// What has come already; empty: nothing.
  std::string heard() { return receive(MSG_DONTWAIT); }

private:
  std::string receive(int flags) {
    char bytes[128];
    auto size = ::recv(fd_, bytes, sizeof(bytes), flags);
    return {bytes, static_cast<size_t>(std::max<ssize_t>(size, 0))};
  }

  temp_folder folder_;
  int fd_ = -1;
};

/// Waits for log lines "watchdog.silent".
class silence_log {
public:
  silence_log() {
    log::set_sink(log::level::error, [this](const log::record& x) {
      if (x.event != "watchdog.silent")
        return;
      std::lock_guard guard{mutex_};
      lines_.emplace_back();
      for (auto& [key, text] : x.fields)
        lines_.back().append(key).append("=").append(text).append(" ");
      changed_.notify_all();
    });
  }
  ~silence_log() { log::set_sink(log::level::error, {}); }

  /// The next `count` from now on; fewer: they did not come.
  std::vector<std::string> next_lines(size_t count) {
    std::unique_lock guard{mutex_};
    lines_.clear();
    changed_.wait_for(guard, 20s, [&] { return lines_.size() >= count; });
    return lines_;
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

/// The log and the service manager outlive all that writes to them.
struct watched_plant : silence_log, service_manager, plant_fixture {};

} // namespace

TEST_CASE_METHOD(watched_plant, "the watchdog is not fed while an actor that matters hangs") {
  auto [realm, kind, name, title] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"hall", "store", "hall", "store of hall"},
          {"hall", "realm", "hall", "realm hall"},
          {"", "mqtt", "mqtt", "mqtt"},
      }));
  CAPTURE(title);
  watchdog dog{system, env};
  CHECK(hear() == "WATCHDOG=1");
  auto hung = card(realm, kind, name);
  one_hang hang{*hung->meter, word_of(*hung)};
  poke(*hung);
  hang.wait();
  REQUIRE_FALSE(next_lines(1).empty());
  while (!heard().empty()) // a round that began before
    ;
  auto lines = next_lines(3);
  REQUIRE(lines.size() >= 3);
  CHECK_THAT(lines[0], Catch::Contains("actor=" + title + " cause=no answer within 0.1 s"));
  CHECK_THAT(lines[0], Catch::Contains("handling=pulse"));
  CHECK(heard().empty());
  hang.let_go();
  CHECK(hear() == "WATCHDOG=1");
}

TEST_CASE_METHOD(watched_plant, "who holds every thread of the scheduler is named") {
  watchdog dog{system, env};
  CHECK(hear() == "WATCHDOG=1");
  auto link = card("hall", "link", "press ↔ floor");
  auto asset = card("hall", "asset", "press");
  auto agent = card("hall", "agent", "floor");
  one_hang first{*link->meter, word_of(*link)};
  one_hang second{*asset->meter, word_of(*asset)};
  one_hang third{*agent->meter, word_of(*agent)};
  for (auto& x : {link, asset, agent})
    poke(*x);
  first.wait();
  second.wait();
  third.wait();
  auto lines = next_lines(2);
  REQUIRE(lines.size() >= 2);
  CHECK_THAT(lines[1], Catch::Contains("cause=no actor runs"));
  for (auto& x : {link, asset, agent})
    CHECK_THAT(
        lines[1], Catch::Contains(x->title() + " has been handling `" + word_of(*x) + "` for"));
  for (auto x : {&first, &second, &third})
    x->let_go();
  CHECK(hear() == "WATCHDOG=1");
}
