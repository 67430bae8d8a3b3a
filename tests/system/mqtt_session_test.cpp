#include "tests/support/catch.hpp"
#include "tests/system/mqtt_fixture.hpp"

#include <set>

using namespace troupe;
using namespace troupe::test;

namespace {

client_options resumed(client_options x) {
  x.clean_session = false;
  x.session_expiry = std::chrono::seconds{600};
  return x;
}

} // namespace

TEST_CASE_METHOD(mqtt_fixture, "a resumed session delivers what came meanwhile") {
  auto mqtt5 = GENERATE(false, true);
  broker mosquitto;
  auto client = open(resumed(options(mosquitto, "one", mqtt5)));
  REQUIRE(client.connect());
  CHECK_FALSE(client.log->last(client.log->connected).session_present);
  client.subscribe({{"a", 1}});
  client.disconnect();
  mosquitto.publish({"a", "meanwhile", 1});
  REQUIRE(client.connect());
  CHECK(client.log->last(client.log->connected).session_present);
  REQUIRE(client.log->wait(client.log->messages));
  CHECK(client.log->last(client.log->messages).payload == "meanwhile");
}

TEST_CASE_METHOD(mqtt_fixture, "a message that is not taken comes again in the resumed session") {
  auto mqtt5 = GENERATE(false, true);
  broker mosquitto;
  auto client = open(resumed(options(mosquitto, "one", mqtt5)));
  REQUIRE(client.connect());
  client.subscribe({{"a", 1}});
  client.log->accept = [](const agent_log::message& x) { return x.dup || x.payload == "first"; };
  mosquitto.publish({"a", "first", 1});
  mosquitto.publish({"a", "second", 1});
  REQUIRE(client.log->wait(client.log->closed));
  CHECK(
      client.why_closed()
      == "a message could not be kept; cut off, so that the broker delivers it again");
  auto again_connected = client.connect();
  INFO(client.why_closed());
  REQUIRE(again_connected);
  REQUIRE(client.log->wait(client.log->messages, 3));
  auto again = client.log->last(client.log->messages);
  CHECK(again.payload == "second");
  CHECK(again.dup);
}

TEST_CASE_METHOD(mqtt_fixture, "a will is sent for a client that is gone without a word") {
  auto mqtt5 = GENERATE(false, true);
  broker mosquitto;
  auto listener = mosquitto.subscribe("will/#", 1);
  auto options = mqtt_fixture::options(mosquitto, "one", mqtt5);
  options.will = will_options{"will/one", "gone", true};
  auto client = open(options);
  client.log->accept = [](const agent_log::message&) { return false; }; // cuts the connection
  REQUIRE(client.connect());
  client.subscribe({{"a", 1}});
  mosquitto.publish({"a", "x", 1});
  CHECK(listener->wait_for("will/one gone"));
}

TEST_CASE_METHOD(mqtt_fixture, "publishes beyond the receive maximum all arrive, in order") {
  auto mqtt5 = GENERATE(false, true);
  auto qos = GENERATE(1, 2);
  INFO("MQTT " << (mqtt5 ? "5" : "3.1.1") << " at QoS " << qos);
  broker mosquitto;
  auto receiver = open(options(mosquitto, "receiver"));
  REQUIRE(receiver.connect());
  receiver.subscribe({{"a", 0}});
  auto sender = open(options(mosquitto, "sender", mqtt5));
  REQUIRE(sender.connect());
  constexpr uint64_t count = 500;
  for (uint64_t i = 0; i < count; ++i)
    sender.publish("a", std::to_string(i), qos, i);
  REQUIRE(sender.log->wait(sender.log->published, count));
  std::set<uint64_t> tokens;
  for (auto& x : sender.log->published)
    if (x.ok)
      tokens.insert(x.token);
  CHECK(tokens.size() == count);
  REQUIRE(receiver.log->wait(receiver.log->messages, count));
  auto in_order = true;
  for (uint64_t i = 0; i < count; ++i)
    in_order = in_order && receiver.log->messages[i].payload == std::to_string(i);
  CHECK(in_order);
}

TEST_CASE_METHOD(mqtt_fixture, "publishes in flight at a clean session's end fail") {
  broker mosquitto;
  auto client = open(options(mosquitto, "one"));
  REQUIRE(client.connect());
  mosquitto.freeze();
  for (uint64_t i = 0; i < 200; ++i)
    client.publish("a", "b", 1, i);
  mosquitto.kill();
  REQUIRE(client.log->wait(client.log->published, 200));
  CHECK_FALSE(client.log->last(client.log->published).ok);
  CHECK(client.log->wait(client.log->closed));
}

TEST_CASE_METHOD(mqtt_fixture, "an agent that is gone takes its client along") {
  broker mosquitto;
  {
    auto client = open(options(mosquitto, "short-lived"));
    REQUIRE(client.connect());
    caf::anon_send(client.agent, stop_atom{});
  }
  CHECK(mosquitto.wait_for_log("Received DISCONNECT from short-lived"));
}
