#include "tests/actors/realm/realm_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

forward_settings to_cloud() {
  forward_settings out;
  out.agent = "floor";
  out.publish_topic = "cloud/speed";
  out.qos = 1;
  out.retain = true;
  return out;
}

/// As above, and the attribute is forwarded through the same agent.
struct forwarding_realm : realm_fixture {
  forwarding_realm() : realm_fixture{[](agent_link_settings&) {}, {to_cloud()}} {}

  /// The connection goes; a new one is not accepted until `come_back`.
  void go_away() {
    network->away = true;
    tell(network->opened[0].agent, mqtt_closed{network->attempt, true, "gone"});
  }
  void come_back() {
    network->away = false;
    pass(10s);
  }

  std::vector<std::string> payloads() const {
    std::vector<std::string> out;
    for (auto& x : network->published) {
      CHECK(x.topic == "cloud/speed");
      CHECK(x.qos == 1);
      CHECK(x.retain);
      out.push_back(x.payload);
    }
    return out;
  }

  const link_counters& row() {
    groups = who->links();
    return (*groups.at(0).counters)[1];
  }
};

using texts = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(forwarding_realm, "a value goes on through an agent, and waits while it is away") {
  REQUIRE(receive("1"));
  CHECK(payloads() == texts{"1.0"});
  go_away();
  for (auto x : {"2", "3"})
    REQUIRE(receive(x));
  pass(10ms); // a busy agent looks a moment later
  CHECK(payloads() == texts{"1.0"});
  CHECK(row()[outbound::queued] == 1);
  come_back();
  CHECK(payloads() == texts{"1.0", "3.0"});
  CHECK(row()[outbound::requested] == 3);
  CHECK(row()[outbound::acknowledged] == 2);
  CHECK(row()[outbound::superseded] == 1);
}

TEST_CASE_METHOD(forwarding_realm, "a value that dies with its agent is sent by the next one") {
  network->silent = true;
  REQUIRE(receive("1"));
  CHECK(row()[outbound::in_flight] == 1);
  network->silent = false;
  crash("agent", "floor");
  CHECK(payloads() == texts{"1.0", "1.0"});
  CHECK(row()[outbound::acknowledged] == 1);
  CHECK(row()[outbound::requested] == 1);
}

TEST_CASE_METHOD(forwarding_realm, "a link that was restarted sends the state once more") {
  REQUIRE(receive("1"));
  crash("link", "press ↔ floor");
  CHECK(payloads() == texts{"1.0", "1.0"});
  crash("asset", "press");
  pass(1s);
  CHECK(payloads() == texts{"1.0", "1.0"});
  CHECK(row()[outbound::filtered] == 1);
}

TEST_CASE_METHOD(forwarding_realm, "forwards do not use up what writes may have in flight") {
  network->silent = true;
  REQUIRE(receive("1"));
  network->silent = false;
  CHECK(ask<write_result>(hall, write_request{"press", "speed", "7", noon(), true}));
}
