#include "tests/actors/agent/identity_support.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(identity_fixture, "a key that the broker did not get to see is tried soon again") {
  start();
  broker->handshake = unseen("it does not answer in TLS");
  change_key_to("two");
  CHECK(view().problem == earlier + "it does not answer in TLS");
  pass(59s);
  CHECK(broker->log == log{"connect one", "prove two"});
  pass(2s);
  CHECK(broker->log.size() == 3);
  pass(119s);
  CHECK(broker->log.size() == 4); // after twice the time
  broker->handshake = proven;
  pass(241s);
  key_serves("two");
}

TEST_CASE_METHOD(identity_fixture, "a refused key is tried again after an hour") {
  start();
  broker->handshake = refused("it does not know its authority");
  change_key_to("two");
  pass(59min);
  CHECK(broker->log == log{"connect one", "prove two"});
  broker->handshake = proven;
  pass(61s);
  key_serves("two");
}

TEST_CASE_METHOD(identity_fixture, "a broker that restarts just then has refused nothing") {
  start();
  broker->refuses = "two";
  broker->how = refusal::none;
  change_key_to("two");
  CHECK(broker->log == log{"connect one", "prove two", "disconnect", "connect two"});
  CHECK(view().status == connection_status::waiting);
  broker->refuses.clear();
  pass(3min);
  CHECK(view().status == connection_status::connected);
  key_serves("two");
}

TEST_CASE_METHOD(identity_fixture, "a certificate imported ahead is taken up when its time comes") {
  start();
  auto one = *vault->present;
  vault->earlier.push_back(one);
  vault->present = failure(errc::config_invalid, "it is not valid before noon");
  tell(cloud, vault_changed{});
  CHECK(view().problem == earlier + "it is not valid before noon");
  pass(10min);
  CHECK(view().status == connection_status::connected);
  vault->present = key_called("two");
  pass(61s);
  key_serves("two");
}
