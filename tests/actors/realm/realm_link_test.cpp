#include "tests/actors/realm/realm_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

struct timed_fixture : realm_fixture {
  timed_fixture()
      : realm_fixture{[](agent_link_settings& x) {
          x.value_filters = {json_path_filter{"$.v", false, false, {}}};
          x.timestamp = timestamp_settings{"$.ts", "epoch_s", {}};
        }} {}

  attribute_state speed() {
    auto views = ask<std::vector<attribute_view>>(hall, attribute_query{"press", "speed"});
    REQUIRE(views);
    return views->at(0).state;
  }
};

struct topic_fixture : realm_fixture {
  topic_fixture()
      : realm_fixture{[](agent_link_settings& x) {
          x.subscription_topic = "hall/+/rpm/+";
          x.value_filters = {topic_filter{-1, {}}};
          x.retain = true;
        }} {}
};

} // namespace

TEST_CASE_METHOD(timed_fixture, "a value has the time that its message tells") {
  const auto now = noon() / 1000;
  REQUIRE(receive(R"({"v": 1, "ts": )" + std::to_string(now - 60) + ".25}"));
  CHECK(speed().timestamp_ms == (now - 60) * 1000 + 250);
  CHECK(speed().quality == quality::good);
  REQUIRE(receive(R"({"v": 2, "ts": )" + std::to_string(now - 70) + "}"));
  CHECK(value_of("press", "speed") == "1.0");
  pass(1s); // the agent waits for the store
  REQUIRE(receive(R"({"v": 3})"));
  CHECK(value_of("press", "speed") == "3.0");
  CHECK(speed().timestamp_ms == noon());
  CHECK(speed().quality == quality::clock_suspect);
  REQUIRE(receive(R"({"v": 4, "ts": )" + std::to_string(now + 3600) + "}"));
  CHECK(value_of("press", "speed") == "4.0");
  CHECK(speed().timestamp_ms == noon());
  CHECK(speed().quality == quality::clock_suspect);
  pass(1s);
  REQUIRE(receive(R"({"ts": )" + std::to_string(now) + "}")); // nothing to give a time to
  pass(1s);
  CHECK(counters()[inbound::received] == 5);
  CHECK(counters()[inbound::stored] == 4);
  CHECK(counters()[inbound::late] == 1);
  CHECK(counters()[inbound::untimed] == 2);
  CHECK(counters()[inbound::filtered_missed] == 1);
}

TEST_CASE_METHOD(timed_fixture, "a late value is late after a restart of its asset, too") {
  const auto now = noon() / 1000;
  REQUIRE(receive(R"({"v": 1, "ts": )" + std::to_string(now - 60) + "}"));
  REQUIRE(ask<uint64_t>(hall, flush_atom::value));
  crash("asset", "press");
  REQUIRE(receive(R"({"v": 2, "ts": )" + std::to_string(now - 61) + "}"));
  CHECK(value_of("press", "speed") == "1.0");
  REQUIRE(receive(R"({"v": 3, "ts": )" + std::to_string(now - 59) + "}"));
  CHECK(value_of("press", "speed") == "3.0");
}

TEST_CASE_METHOD(topic_fixture, "a level of the topic becomes a value") {
  CHECK(network->subscribed == std::vector<std::string>{"hall/+/rpm/+"});
  REQUIRE(receive("", "hall/press/rpm/1450"));
  CHECK(value_of("press", "speed") == "1450.0");
  REQUIRE(receive("", "hall/press/rpm/fast"));
  CHECK(value_of("press", "speed") == "1450.0");
  pass(1s);
  CHECK(counters()[inbound::rejected_coercion] == 1);
}

TEST_CASE_METHOD(topic_fixture, "a write of a link that retains is published retained") {
  REQUIRE(ask<write_result>(hall, write_request{"press", "speed", "7", noon(), false}));
  REQUIRE(network->published.size() == 1);
  CHECK(network->published[0].retain);
}
