#include "tests/support/catch.hpp"
#include "tests/system/mqtt_tls_failure_fixture.hpp"
#include "tests/system/support/odd_server.hpp"
#include "tests/system/support/ports.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE_METHOD(failure_fixture, "TLS 1.1 is refused") {
  auto server = openssl_server(ca.issue({}), {"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"});
  options.port = server->port();
  CHECK(sentence() == peer() + " speaks TLS 1.1 at best; TLS 1.2 is the least");
}

TEST_CASE_METHOD(failure_fixture, "a server without a safe cipher is told") {
  auto server = openssl_server(
      ca.issue({}), {"-tls1_2", "-cipher", "ADH-AES256-SHA:AECDH-AES256-SHA:@SECLEVEL=0"});
  options.port = server->port();
  CHECK(
      sentence() == peer() + " has no cipher or key that is safe enough (alert handshake failure)");
}

TEST_CASE_METHOD(failure_fixture, "an application protocol that does not fit is told") {
  broker mosquitto;
  auto server = alpn_terminator(ca.issue({}), "x-amzn-mqtt-ca", mosquitto.port());
  options.port = server->port();
  SECTION("another") {
    options.alpn = "mqtt";
    CHECK(
        sentence()
        == peer()
               + " does not know the application protocol \"mqtt\" that alpn names (alert no"
                 " application protocol)");
  }
  SECTION("none") {
    CHECK(
        sentence()
        == peer() + " closed the connection right after the TLS handshake, without a word");
  }
}

TEST_CASE_METHOD(failure_fixture, "a server that speaks no TLS is told") {
  SECTION("it answers") {
    odd_server server{odd_server::answering("HTTP/1.1 400 Bad Request\r\n\r\n")};
    options.port = server.port();
    CHECK(sentence() == peer() + " answers in plain text, not in TLS");
  }
  SECTION("it closes") {
    odd_server server{odd_server::answering("")};
    options.port = server.port();
    CHECK(
        sentence()
        == peer() + " closed the connection when TLS began: perhaps it speaks none on this port");
  }
  SECTION("it is a broker of plain MQTT") {
    broker mosquitto;
    options.port = mosquitto.port();
    CHECK(
        sentence() // mosquitto leaves something unread
        == peer() + " reset the connection when TLS began: perhaps it speaks none on this port");
  }
  SECTION("it resets") {
    odd_server server{odd_server::resetting()};
    options.port = server.port();
    CHECK(
        sentence()
        == peer() + " reset the connection when TLS began: perhaps it speaks none on this port");
  }
  SECTION("it is mute") {
    mute_server server;
    options.port = server.port();
    options.connect_timeout = milliseconds{400};
    CHECK(sentence() == peer() + " does not answer in TLS");
  }
  SECTION("it begins and stops") {
    odd_server server{odd_server::answering(std::string{"\x16\x03\x03\x40\x00\x02", 6})};
    options.port = server.port();
    CHECK(sentence() == peer() + " closed the connection in the TLS handshake");
  }
}
