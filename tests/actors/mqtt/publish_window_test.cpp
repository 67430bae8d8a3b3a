#include "actors/mqtt/publish_window.hpp"
#include "tests/support/catch.hpp"

using namespace troupe;

namespace {

mqtt_publish message(uint64_t token, uint8_t qos = 1) {
  mqtt_publish result;
  result.token = token;
  result.qos = qos;
  return result;
}

/// Takes all that may go out; how many.
size_t take_all(publish_window& x) {
  size_t count = 0;
  while (x.next())
    ++count;
  return count;
}

} // namespace

TEST_CASE("no more goes out than the window takes, and in order") {
  publish_window window{2};
  for (uint64_t token = 10; token < 14; ++token)
    REQUIRE(window.add(message(token)));
  auto first = window.next();
  auto second = window.next();
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->message.token == 10);
  CHECK(second->message.token == 11);
  CHECK_FALSE(window.next());
  CHECK(window.finish(second->number) == 11u);
  auto third = window.next();
  REQUIRE(third);
  CHECK(third->message.token == 12);
  CHECK_FALSE(window.next());
}

TEST_CASE("an acknowledgement of something unknown changes nothing") {
  publish_window window{1};
  REQUIRE(window.add(message(1)));
  auto handed = window.next();
  REQUIRE(handed);
  CHECK_FALSE(window.finish(handed->number + 1));
  CHECK(window.finish(handed->number) == 1u);
  CHECK_FALSE(window.finish(handed->number));
  CHECK(window.idle());
}

TEST_CASE("the broker may narrow the window, and the next one widen it again") {
  publish_window window{16};
  for (uint64_t token = 0; token < 40; ++token)
    REQUIRE(window.add(message(token)));
  window.narrow(3);
  CHECK(take_all(window) == 3);
  window.narrow(1000);
  CHECK(take_all(window) == 13);
  window.narrow(0);
  CHECK(take_all(window) == 0);
}

TEST_CASE("messages of QoS 2 keep below what mosquitto handles") {
  publish_window window{publish_window::default_size};
  for (uint64_t token = 0; token < 40; ++token)
    REQUIRE(window.add(message(token, 2)));
  CHECK(take_all(window) == publish_window::qos2_size);
}

TEST_CASE("what waits is bounded, and given up with its tokens") {
  publish_window window{1};
  for (uint64_t token = 0; token < publish_window::waiting_max; ++token)
    REQUIRE(window.add(message(token)));
  CHECK_FALSE(window.add(message(99)));
  REQUIRE(window.next());
  CHECK(window.drop_waiting().size() == publish_window::waiting_max - 1);
  CHECK(window.drop_in_flight() == std::vector<uint64_t>{0});
  CHECK(window.idle());
}
