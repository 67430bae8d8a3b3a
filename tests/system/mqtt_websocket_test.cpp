#include "tests/support/catch.hpp"
#include "tests/system/mqtt_tls_fixture.hpp"
#include "tests/system/support/odd_server.hpp"
#include "tests/system/support/ports.hpp"
#include "tests/system/support/tls_server.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

struct websocket_fixture : tls_fixture {
  static client_options over_websocket(uint16_t port, const std::string& path, bool tls) {
    auto result = tls_options(port);
    result.tls = tls;
    result.websocket = websocket_options{path};
    return result;
  }
};

} // namespace

TEST_CASE_METHOD(websocket_fixture, "a message goes round through a WebSocket") {
  broker mosquitto;
  websocket_bridge bridge{mosquitto.port()};
  auto options = over_websocket(bridge.port(), "/mqtt?token=a:b&x=1", false);
  options.mqtt5 = GENERATE(false, true);
  auto client = open(options, {});
  CHECK(echoes(client));
  CHECK(bridge.requests() == list{"GET /mqtt?token=a%3Ab&x=1 HTTP/1.1"});
  client.disconnect();
  CHECK(client.why_closed() == "disconnected");
  CHECK(echoes(client));
  CHECK(names(probe(options, {})) == list{"dns", "tcp", "websocket", "connect"});
}

TEST_CASE_METHOD(websocket_fixture, "a message goes round through a WebSocket in TLS") {
  broker mosquitto;
  websocket_bridge bridge{mosquitto.port()};
  auto server = https_terminator(ca.issue({}), bridge.port());
  auto options = over_websocket(server->port(), "/mqtt", true);
  options.mqtt5 = GENERATE(false, true);
  auto client = open(options, trusting());
  CHECK(echoes(client));
  client.disconnect();
  CHECK(echoes(client));
  CHECK(names(probe(options, trusting()())) == list{"dns", "tcp", "tls", "websocket", "connect"});
  CHECK(handshake(options, trusting()()).ok);
}

TEST_CASE_METHOD(websocket_fixture, "a WebSocket that is refused is told with the answer") {
  auto server = https_terminator(ca.issue({}), free_port());
  auto path = GENERATE(as<std::string>{}, "/elsewhere", "/mqtt");
  auto options = over_websocket(server->port(), path, true);
  auto client = open(options, trusting());
  auto start = std::chrono::steady_clock::now();
  REQUIRE_FALSE(client.connect());
  CHECK(std::chrono::steady_clock::now() - start < options.connect_timeout + milliseconds{2500});
  auto answer = path == "/mqtt" ? "502 Bad Gateway" : "404 Not Found";
  auto expected = peer(server->port()) + " opens no WebSocket at " + path + ": HTTP " + answer;
  CHECK(client.why_closed() == expected);
  auto report = probe(options, trusting()());
  REQUIRE(names(report) == list{"dns", "tcp", "tls", "websocket failed"});
  CHECK(report.steps[3].detail == expected);
  CHECK_FALSE(client.connect()); // and can be tried again
}

TEST_CASE_METHOD(websocket_fixture, "a server that opens no WebSocket is given up in time") {
  auto tell = [this](uint16_t port) {
    auto options = over_websocket(port, "/mqtt", false);
    options.connect_timeout = milliseconds{500};
    auto client = open(options, {});
    auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(client.connect());
    CHECK(std::chrono::steady_clock::now() - start < milliseconds{3000});
    return client.why_closed();
  };
  SECTION("mute") {
    mute_server server;
    CHECK(
        tell(server.port())
        == peer(server.port()) + " does not answer the request for a WebSocket at /mqtt");
  }
  SECTION("of another protocol") {
    odd_server server{odd_server::answering("SSH-2.0-OpenSSH_9.2\r\n")};
    CHECK(
        tell(server.port())
        == peer(server.port()) + " does not speak HTTP, which a WebSocket begins with");
  }
  SECTION("plain MQTT") {
    broker mosquitto;
    CHECK(
        tell(mosquitto.port())
        == peer(mosquitto.port())
               + " closed the connection instead of opening a WebSocket at /mqtt");
  }
}

TEST_CASE_METHOD(websocket_fixture, "TLS is told where it fails below a WebSocket") {
  authority other{"Other CA"};
  auto server = https_terminator(other.issue({}), free_port());
  auto options = over_websocket(server->port(), "/mqtt", true);
  auto client = open(options, trusting());
  REQUIRE_FALSE(client.connect());
  CHECK(
      client.why_closed()
      == "the certificate of " + peer(server->port())
             + " is signed by \"CN=Other CA\", which the vault does not trust (trust is"
               " \"own\")");
}
