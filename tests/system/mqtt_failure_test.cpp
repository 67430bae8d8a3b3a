#include "tests/support/catch.hpp"
#include "tests/system/mqtt_fixture.hpp"
#include "tests/system/support/ports.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

client_options options_for(uint16_t port) {
  client_options result;
  result.host = "127.0.0.1";
  result.port = port;
  result.client_id = "one";
  return result;
}

} // namespace

TEST_CASE_METHOD(mqtt_fixture, "a refused port is named with its address") {
  auto port = free_port();
  auto client = open(options_for(port));
  REQUIRE_FALSE(client.connect());
  CHECK(client.why_closed() == "connection refused by 127.0.0.1:" + std::to_string(port));
  CHECK_FALSE(client.log->last(client.log->closed).was_connected);
}

TEST_CASE_METHOD(mqtt_fixture, "a name nobody knows is named") {
  auto options = options_for(1883);
  options.host = "no-such-host.invalid";
  auto client = open(options);
  REQUIRE_FALSE(client.connect());
  CHECK_THAT(client.why_closed(), StartsWith("name no-such-host.invalid "));
}

TEST_CASE_METHOD(mqtt_fixture, "a wrong password is told with the broker's code") {
  broker mosquitto{{{{"ops", "right"}}}};
  auto mqtt5 = GENERATE(false, true);
  auto wrong = options(mosquitto, "one", mqtt5);
  wrong.username = "ops";
  wrong.password = "wrong";
  auto client = open(wrong);
  REQUIRE_FALSE(client.connect());
  CHECK(
      client.why_closed()
      == (mqtt5 ? "the broker refused: not authorised (reason 135)"
                : "the broker refused: not authorised (CONNACK 5)"));
  auto right = wrong;
  right.password = "right";
  CHECK(open(right).connect());
}

TEST_CASE_METHOD(mqtt_fixture, "a user name goes without a password") {
  broker mosquitto;
  auto options = mqtt_fixture::options(mosquitto, "one");
  options.username = "alone";
  CHECK(open(options).connect());
  CHECK(mosquitto.wait_for_log("u'alone'"));
}

TEST_CASE_METHOD(mqtt_fixture, "a server that says nothing is given up in time") {
  mute_server server;
  auto options = options_for(server.port());
  options.connect_timeout = milliseconds{300};
  auto client = open(options);
  auto start = std::chrono::steady_clock::now();
  REQUIRE_FALSE(client.connect());
  CHECK(std::chrono::steady_clock::now() - start < milliseconds{1500});
  CHECK(
      client.why_closed()
      == "no CONNACK from 127.0.0.1:" + std::to_string(server.port()) + " within 0.3 s");
  CHECK_FALSE(client.connect()); // and can be tried again
}

TEST_CASE_METHOD(mqtt_fixture, "a broker that stops is told as its doing") {
  broker mosquitto;
  auto client = open(options(mosquitto, "one"));
  REQUIRE(client.connect());
  mosquitto.kill();
  REQUIRE(client.log->wait(client.log->closed));
  CHECK(client.log->last(client.log->closed).was_connected);
  CHECK(client.why_closed() == "the broker closed the connection");
  mosquitto.start();
  CHECK(client.connect());
}

TEST_CASE_METHOD(mqtt_fixture, "a broker that freezes is noticed by the keep-alive") {
  broker mosquitto;
  auto options = mqtt_fixture::options(mosquitto, "one");
  options.keep_alive = milliseconds{1000};
  auto client = open(options);
  REQUIRE(client.connect());
  mosquitto.freeze();
  REQUIRE(client.log->wait(client.log->closed));
  CHECK(client.why_closed() == "the broker did not answer a ping within the keep-alive time");
  mosquitto.thaw();
}

TEST_CASE_METHOD(mqtt_fixture, "another client of the same id ends the first") {
  broker mosquitto;
  auto first = open(options(mosquitto, "same"));
  auto second = open(options(mosquitto, "same"));
  REQUIRE(first.connect());
  REQUIRE(second.connect());
  REQUIRE(first.log->wait(first.log->closed));
  CHECK(first.why_closed() == "the broker closed the connection");
}

TEST_CASE_METHOD(mqtt_fixture, "nothing is sent without a connection, and that is told") {
  broker mosquitto{{.start = false}};
  auto client = open(options(mosquitto, "one"));
  client.publish("a", "b", 1, 3);
  REQUIRE(client.log->wait(client.log->published));
  CHECK_FALSE(client.log->last(client.log->published).ok);
  CHECK_THAT(client.log->last(client.log->published).reason, StartsWith("not connected to 127"));
  CHECK(client.subscribe({{"a", 0}}).empty());
  client.disconnect();
  CHECK(client.log->wait(client.log->closed));
}

TEST_CASE_METHOD(mqtt_fixture, "a frozen broker does not hold up the end") {
  broker mosquitto;
  auto client = open(options(mosquitto, "one"));
  REQUIRE(client.connect());
  mosquitto.freeze();
  for (uint64_t i = 0; i < 50; ++i)
    client.publish("a", "b", 1, i);
  auto start = std::chrono::steady_clock::now();
  client.disconnect();
  CHECK(client.why_closed() == "disconnected");
  caf::anon_send_exit(mqtt, caf::exit_reason::user_shutdown);
  caf::scoped_actor self{system};
  self->wait_for(mqtt);
  CHECK(std::chrono::steady_clock::now() - start < milliseconds{2000});
  mosquitto.thaw();
}
