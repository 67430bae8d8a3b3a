#include "tests/support/catch.hpp"
#include "tests/support/ports.hpp"
#include "tests/system/mqtt_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

namespace {

struct connection_fixture : mqtt_fixture {};

} // namespace

TEST_CASE_METHOD(connection_fixture, "a client connects, subscribes, receives and publishes") {
  auto mqtt5 = GENERATE(false, true);
  auto qos = GENERATE(0, 1, 2);
  INFO("MQTT " << (mqtt5 ? "5" : "3.1.1") << " at QoS " << qos);
  broker mosquitto;
  auto listener = mosquitto.subscribe("out/#", 2);
  auto client = open(options(mosquitto, "one", mqtt5));
  REQUIRE(client.connect());
  CHECK_FALSE(client.log->last(client.log->connected).session_present);

  auto granted = static_cast<uint8_t>(qos);
  CHECK(client.subscribe({{"in/a", granted}, {"in/b", granted}}) == std::vector{granted, granted});
  mosquitto.publish({"in/b", "hello", qos});
  REQUIRE(client.log->wait(client.log->messages));
  auto message = client.log->last(client.log->messages);
  CHECK(message.topic == "in/b");
  CHECK(message.payload == "hello");
  CHECK(message.qos == qos);
  CHECK((message.packet_id != 0) == (qos > 0));

  client.publish("out/x", "answer", qos, 7);
  REQUIRE(client.log->wait(client.log->published));
  CHECK(client.log->last(client.log->published).token == 7);
  CHECK(client.log->last(client.log->published).ok);
  CHECK(listener->wait_for("out/x answer"));

  client.disconnect();
  CHECK(client.log->last(client.log->closed).was_connected);
  CHECK(client.why_closed() == "disconnected");
}

TEST_CASE_METHOD(connection_fixture, "a refused port is named with its address") {
  auto refused = client_options{};
  refused.host = "127.0.0.1";
  refused.port = free_port();
  refused.client_id = "one";
  auto client = open(refused);
  REQUIRE_FALSE(client.connect());
  CHECK(client.why_closed() == "connection refused by 127.0.0.1:" + std::to_string(refused.port));
  CHECK_FALSE(client.log->last(client.log->closed).was_connected);
}
