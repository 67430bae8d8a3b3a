#include "tests/actors/agent/identity_support.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(identity_fixture, "an agent asks for its own key and trust") {
  settings.trust = trust::own;
  start();
  REQUIRE(vault->asked.size() == 1);
  CHECK(vault->asked[0].alias == "edge");
  CHECK(vault->asked[0].own_authorities_only);
  CHECK(view().status == connection_status::connected);
  CHECK(view().certificate_alias == "hall.edge");
  CHECK(view().certificate_fingerprint == "one");
}

TEST_CASE_METHOD(identity_fixture, "a key that the vault lacks is an ERROR until it is there") {
  vault->present = failure(errc::not_found, "there is no hall.edge");
  start();
  CHECK(view().status == connection_status::error);
  CHECK(view().problem == "agent cloud of realm hall: there is no hall.edge");
  pass(10min);
  CHECK(broker->log.empty());
  change_key_to("two");
  CHECK(view().status == connection_status::connected);
  CHECK(broker->log == log{"connect two"});
}

TEST_CASE_METHOD(identity_fixture, "while the clock is wrong an agent waits and tries again") {
  vault->present = failure(errc::unavailable, "the clock is wrong");
  start();
  CHECK(view().status == connection_status::waiting);
  CHECK(view().problem == "agent cloud of realm hall: the clock is wrong");
  vault->present = key_called("one");
  pass(5s);
  CHECK(view().status == connection_status::connected);
}

TEST_CASE_METHOD(identity_fixture, "an agent that is there before the vault waits for it") {
  start(false);
  CHECK(view().status == connection_status::connecting);
  CHECK(view().attempts == 0);
  attach(true);
  CHECK(view().status == connection_status::connected);
}

TEST_CASE_METHOD(identity_fixture, "what the vault refuses is looked at again after a minute") {
  vault->present = failure(errc::config_invalid, "it is not valid yet");
  start();
  CHECK(view().status == connection_status::error);
  vault->present = key_called("one");
  pass(61s);
  CHECK(view().status == connection_status::connected);
}

TEST_CASE_METHOD(identity_fixture, "a vault that is slow to answer is told with the cause") {
  vault->mute = true;
  start();
  pass(10s);
  CHECK(view().status == connection_status::waiting);
  CHECK_THAT(view().problem, Catch::Contains("rounds of hashing"));
}

TEST_CASE_METHOD(identity_fixture, "a probe without a key says what is missing") {
  vault->present = failure(errc::not_found, "there is no hall.edge");
  start();
  auto report = ask<probe_report>(cloud, probe_atom::value);
  REQUIRE(report);
  REQUIRE(report->steps.size() == 1);
  CHECK(report->steps[0].name == "certificate");
  CHECK(report->steps[0].detail == "there is no hall.edge");
}
