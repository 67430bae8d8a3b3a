#include "actors/mqtt/paho_bell.hpp"
#include "tests/support/catch.hpp"
#include "tests/system/mqtt_fixture.hpp"
#include "tests/system/support/eventually.hpp"

#include <future>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(mqtt_fixture, "a receive thread of the library that is stuck is noticed") {
  broker mosquitto;
  auto client = open(options(mosquitto, "one"));
  std::promise<void> reached;
  std::promise<void> go;
  client.log->accept = [&, may_go = go.get_future().share()](const agent_log::message&) {
    reached.set_value();
    may_go.wait();
    return true;
  };
  REQUIRE(client.connect());
  REQUIRE(client.subscribe({{"bell", 0}}) == std::vector<uint8_t>{0});
  CHECK(eventually([] {
    ring_paho_bell();
    return paho_trouble(1h).empty();
  }));
  client.publish("bell", "x", 0);
  reached.get_future().wait();
  CHECK(eventually([] {
    ring_paho_bell();
    return !paho_trouble(100ms).empty();
  }));
  CHECK_THAT(paho_trouble(0ms), Catch::Contains("receive thread has read nothing for"));
  go.set_value();
  CHECK(eventually([] { return paho_trouble(0ms).empty(); }));
}
