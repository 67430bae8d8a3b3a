#include "tests/support/catch.hpp"
#include "tests/system/mqtt_fixture.hpp"
#include "tests/system/support/ports.hpp"

#include <thread>

#include <sys/socket.h>
#include <unistd.h>

using namespace troupe;
using namespace troupe::test;

namespace {

/// A broker of one connection that says what it is told to, for what mosquitto
/// never says.
class scripted_broker {
public:
  /// Answers a packet; the first byte tells its type.
  using script = std::function<std::string(std::string_view packet)>;

  explicit scripted_broker(script answer) : answer_{std::move(answer)} {
    auto made = listen_anywhere();
    listener_ = made.fd;
    port_ = made.port;
    thread_ = std::thread{[this] { serve(); }};
  }

  ~scripted_broker() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  client_options options(bool mqtt5) const {
    client_options result;
    result.host = "127.0.0.1";
    result.port = port_;
    result.client_id = "one";
    result.mqtt5 = mqtt5;
    return result;
  }

private:
  void serve() {
    auto fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    char bytes[4096];
    for (;;) {
      auto size = ::recv(fd, bytes, sizeof(bytes), 0);
      if (size <= 0)
        break;
      // What the tests send is short: a packet's size is its second byte.
      std::string_view rest{bytes, static_cast<size_t>(size)};
      while (rest.size() >= 2 && rest.size() >= 2 + static_cast<size_t>(rest[1])) {
        auto packet = rest.substr(0, 2 + static_cast<size_t>(rest[1]));
        auto text = answer_(packet);
        ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
        rest.remove_prefix(packet.size());
      }
    }
    ::close(fd);
  }

  script answer_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::thread thread_;
};

constexpr char connect_packet = 0x10;
constexpr char subscribe_packet = static_cast<char>(0x82);

using namespace std::string_literals;

/// Accepts CONNECT; answers a SUBSCRIBE with these codes.
scripted_broker::script granting(std::string codes, bool mqtt5) {
  return [codes, mqtt5](std::string_view packet) -> std::string {
    if (packet[0] == connect_packet)
      return mqtt5 ? "\x20\x03\x00\x00\x00"s : "\x20\x02\x00\x00"s;
    if (packet[0] != subscribe_packet)
      return {};
    auto body = std::string{packet.substr(2, 2)} + (mqtt5 ? "\0"s : ""s) + codes;
    return "\x90"s + static_cast<char>(body.size()) + body;
  };
}

} // namespace

TEST_CASE_METHOD(mqtt_fixture, "a refused topic is told by its code") {
  auto mqtt5 = GENERATE(false, true);
  auto refused = mqtt5 ? "\x87"s : "\x80"s; // MQTT 5: not authorised
  scripted_broker server{granting(refused, mqtt5)};
  auto client = open(server.options(mqtt5));
  REQUIRE(client.connect());
  auto code = static_cast<uint8_t>(refused[0]);
  CHECK(client.subscribe({{"a", 1}, {"b", 1}}) == std::vector{code, code});
}

TEST_CASE_METHOD(mqtt_fixture, "a SUBACK with more codes than topics does no harm") {
  auto mqtt5 = GENERATE(false, true);
  scripted_broker server{granting(std::string(100, '\1'), mqtt5)};
  auto client = open(server.options(mqtt5));
  REQUIRE(client.connect());
  CHECK(client.subscribe({{"a", 1}}).size() == 1);
}

TEST_CASE_METHOD(mqtt_fixture, "a broker's reason to disconnect is told") {
  scripted_broker server{[](std::string_view packet) {
    return packet[0] == connect_packet ? "\x20\x03\x00\x00\x00\xE0\x02\x8E\x00"s : ""s;
  }};
  auto client = open(server.options(true));
  client.begin_connect();
  REQUIRE(client.log->wait(client.log->closed));
  CHECK(
      client.why_closed()
      == "the broker closed the connection: another client connected with the same client id"
         " (reason 142)");
}

TEST_CASE_METHOD(mqtt_fixture, "a server of another protocol is not taken for a broker") {
  scripted_broker server{[](std::string_view) { return "HTTP/1.1 400 Bad Request\r\n\r\n"s; }};
  auto options = server.options(GENERATE(false, true));
  options.connect_timeout = milliseconds{500};
  auto client = open(options);
  REQUIRE_FALSE(client.connect());
  INFO(client.why_closed());
  CHECK_FALSE(client.why_closed().empty());
}
