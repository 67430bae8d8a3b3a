#include "tests/support/catch.hpp"
#include "tests/system/mqtt_fixture.hpp"
#include "tests/system/support/ports.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

struct probe_fixture : mqtt_fixture {
  probe_report probe(client_options options, std::vector<topic_request> topics = {}) {
    options.realm = "hall";
    options.agent = "floor";
    probe_report result;
    caf::scoped_actor self{system};
    self->request(mqtt, caf::infinite, mqtt_probe{std::move(options), std::move(topics)})
        .receive([&](const probe_report& x) { result = x; }, [](const caf::error&) {});
    return result;
  }
};

std::vector<std::string> names(const probe_report& x) {
  std::vector<std::string> result;
  for (auto& step : x.steps)
    result.push_back(step.name + (step.ok ? "" : " failed"));
  return result;
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(probe_fixture, "a probe names every step and disturbs nobody") {
  broker mosquitto;
  auto agent = open(options(mosquitto, "one"));
  REQUIRE(agent.connect());
  auto report = probe(options(mosquitto, "one"), {{"a", 1}, {"b/#", 0}});
  CHECK(report.realm == "hall");
  CHECK(report.agent == "floor");
  REQUIRE(names(report) == list{"dns", "tcp", "connect", "subscribe"});
  CHECK_THAT(report.steps[2].detail, StartsWith("accepted over MQTT 3.1.1 as one-probe-"));
  CHECK(report.steps[3].detail == "2 topics granted");
  CHECK(agent.log->closed.empty());
}

TEST_CASE_METHOD(probe_fixture, "a probe ends with the sentence of the step that fails") {
  client_options options;
  options.client_id = "one";
  options.connect_timeout = milliseconds{300};
  SECTION("name") {
    options.host = "no-such-host.invalid";
    auto report = probe(options);
    REQUIRE(names(report) == list{"dns failed"});
    CHECK_THAT(report.steps[0].detail, StartsWith("name no-such-host.invalid "));
  }
  SECTION("port") {
    options.host = "127.0.0.1";
    options.port = free_port();
    auto report = probe(options);
    REQUIRE(names(report) == list{"tcp failed"});
    CHECK_THAT(report.steps[0].detail, StartsWith("connection refused by 127.0.0.1:"));
  }
  SECTION("mute") {
    mute_server server;
    options.host = "127.0.0.1";
    options.port = server.port();
    auto report = probe(options);
    REQUIRE(names(report) == list{"dns", "tcp", "connect failed"});
    CHECK(report.steps[2].detail == "no CONNACK within 0.3 s");
  }
  SECTION("account") {
    broker mosquitto{{{{"ops", "right"}}}};
    auto report = probe(mqtt_fixture::options(mosquitto, "one"));
    REQUIRE(names(report) == list{"dns", "tcp", "connect failed"});
    CHECK(report.steps[2].detail == "the broker refused: not authorised (CONNACK 5)");
  }
}
