#include "actors/mqtt/paho_bell.hpp"

#include "actors/mqtt/interpose.hpp"
#include "actors/mqtt/reasons.hpp"

#include <MQTTAsync.h>

#include <cstdlib>
#include <mutex>
#include <optional>
#include <string_view>

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using clock = std::chrono::steady_clock;

/// A client whose broker is this process: what it sends wakes the send thread, what
/// it is sent the receive thread.
class bell {
public:
  bell() {
    set_up_paho();
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
      return;
    broker_end_ = ends[0];
    say("\x20\x02\x00\x00"sv); // CONNACK, waiting for the CONNECT
    connect(ends[1]);
    ::close(ends[1]); // Paho has a duplicate
  }

  void ring() {
    std::lock_guard guard{mutex_};
    listen();
    say("\xD0\x00"sv); // PINGRESP
    if (MQTTAsync_send(client_, "bell", 0, "", 0, 0, nullptr) != MQTTASYNC_SUCCESS)
      return; // not connected: nothing to conclude
    auto now = clock::now();
    unread_since_ = unread_since_.value_or(now);
    unheard_since_ = unheard_since_.value_or(now);
  }

  std::string trouble(std::chrono::milliseconds limit) {
    std::lock_guard guard{mutex_};
    listen();
    auto too_long = [&](std::optional<clock::time_point> since, const char* what) {
      auto silent = clock::now() - since.value_or(clock::time_point::max());
      return since && silent >= limit
                 ? what + in_seconds(std::chrono::floor<std::chrono::seconds>(silent))
                 : std::string{};
    };
    if (!answered_)
      return {};
    auto out = too_long(unread_since_, "the MQTT library's receive thread has read nothing for ");
    return out.empty()
               ? too_long(unheard_since_, "the MQTT library's send thread has sent nothing for ")
               : out;
  }

private:
  /// What the two threads have done since.
  void listen() {
    char heard[512];
    while (::recv(broker_end_, heard, sizeof(heard), 0) > 0) {
      answered_ = answered_ || unheard_since_;
      unheard_since_.reset();
    }
    auto unread = 0;
    if (::ioctl(broker_end_, SIOCOUTQ, &unread) != 0 || unread == 0)
      unread_since_.reset();
  }

  void say(std::string_view packet) {
    ::send(broker_end_, packet.data(), packet.size(), MSG_NOSIGNAL);
  }

  void connect(int fd) {
    MQTTAsync_createOptions create = MQTTAsync_createOptions_initializer;
    create.MQTTVersion = MQTTVERSION_3_1_1;
    MQTTAsync_createWithOptions(
        &client_, "tcp://bell:1", "bell", MQTTCLIENT_PERSISTENCE_NONE, nullptr, &create);
    socket_offer offer{"bell", "127.0.0.1", fd};
    MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
    options.MQTTVersion = MQTTVERSION_3_1_1;
    options.keepAliveInterval = 0;
    MQTTAsync_connect(client_, &options);
    offer.wait_until_taken(2s);
  }

  std::mutex mutex_;
  MQTTAsync client_ = nullptr;
  int broker_end_ = -1;
  bool answered_ = false; ///< It once was: it is connected, and silence means something.
  std::optional<clock::time_point> unread_since_;  ///< Said, and not read by the receive thread.
  std::optional<clock::time_point> unheard_since_; ///< Asked for, and not sent by the send thread.
};

bell& the_bell() {
  static auto& only = *new bell; // never destroyed: the library is used until the end
  return only;
}

} // namespace

void set_up_paho() {
  static std::once_flag once;
  std::call_once(once, [] {
    ::unsetenv("http_proxy");
    ::unsetenv("https_proxy");
    MQTTAsync_init_options options = MQTTAsync_init_options_initializer;
    MQTTAsync_global_init(&options); // do_openssl_init = 0: OpenSSL is ours, too
  });
}

void ring_paho_bell() { the_bell().ring(); }

std::string paho_trouble(std::chrono::milliseconds limit) { return the_bell().trouble(limit); }

} // namespace troupe
