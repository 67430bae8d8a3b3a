#include "tests/support/catch.hpp"
#include "tests/system/mqtt_fixture.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE_METHOD(mqtt_fixture, "a client connects, subscribes, receives and publishes") {
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
