#include "actors/mqtt/reasons.hpp"
#include "tests/support/catch.hpp"

using namespace troupe;

TEST_CASE("seconds are written as people do") {
  CHECK(in_seconds(std::chrono::milliseconds{6000}) == "6 s");
  CHECK(in_seconds(std::chrono::milliseconds{250}) == "0.25 s");
  CHECK(in_seconds(std::chrono::milliseconds{1005}) == "1.005 s");
  CHECK(in_seconds(std::chrono::milliseconds{10'500}) == "10.5 s");
}

TEST_CASE("a refusal is told in words with its number") {
  CHECK(connack_reason(false, 4) == "the broker refused: bad user name or password (CONNACK 4)");
  CHECK(connack_reason(false, 5) == "the broker refused: not authorised (CONNACK 5)");
  CHECK(connack_reason(true, 134) == "the broker refused: bad user name or password (reason 134)");
  CHECK(connack_reason(true, 135) == "the broker refused: not authorised (reason 135)");
  CHECK(suback_reason(135) == "the broker refused the topic: not authorised (code 135)");
  CHECK(publish_reason(151) == "the broker refused the message: quota exceeded (reason 151)");
  CHECK(
      disconnect_reason(139)
      == "the broker closed the connection: server shutting down (reason 139)");
}

TEST_CASE("a number without words is told bare") {
  CHECK(connack_reason(false, 77) == "the broker refused (CONNACK 77)");
  CHECK(connack_reason(true, 255) == "the broker refused (reason 255)");
  CHECK(disconnect_reason(0) == "the broker closed the connection");
}

TEST_CASE("a refusal is about who we are or about the broker") {
  for (auto code : {2, 4, 5})
    CHECK(refuses_us(false, code));
  for (auto code : {1, 3, 6, 134})
    CHECK_FALSE(refuses_us(false, code));
  for (auto code : {133, 134, 135, 138, 140})
    CHECK(refuses_us(true, code));
  for (auto code : {4, 5, 128, 136, 137, 151, 159})
    CHECK_FALSE(refuses_us(true, code));
}
