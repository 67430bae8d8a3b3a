#include "tests/support/catch.hpp"
#include "tests/system/support/broker.hpp"
#include "tests/system/support/ports.hpp"

using namespace troupe::test;

TEST_CASE("the test broker passes a message on") {
  broker mosquitto;
  auto listener = mosquitto.subscribe("a/#", 1);
  mosquitto.publish({"a/b", "hello", 1});
  CHECK(listener->wait_for("a/b hello"));
}

TEST_CASE("the test broker keeps its port over a restart") {
  broker mosquitto;
  auto port = mosquitto.port();
  mosquitto.stop();
  CHECK_THROWS(mosquitto.publish({"a", "b"}));
  mosquitto.start();
  mosquitto.publish({"a", "b"});
  CHECK(mosquitto.port() == port);
}

TEST_CASE("the test broker knows its accounts") {
  broker mosquitto{{{{"ops", "right"}}}};
  mosquitto.publish({"a", "b"});
  auto refused = run(
      {{"mosquitto_pub", "-p", std::to_string(mosquitto.port()), "-h", "127.0.0.1", "-u", "ops",
        "-P", "wrong", "-t", "a", "-m", "b"}});
  CHECK(refused.code != 0);
}

TEST_CASE("a program's end is told by its code or its signal") {
  CHECK(run({{"sh", "-c", "echo out; echo err >&2; exit 3"}}).code == 3);
  process sleeper{{{"sleep", "60"}}};
  CHECK_FALSE(sleeper.wait(milliseconds{1}));
  CHECK(sleeper.end() == 128 + 15);
}
