#include "tests/actors/agent/identity_support.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(identity_fixture, "a new key is proven before the connection comes back with it") {
  start();
  change_key_to("two");
  CHECK(broker->log == log{"connect one", "prove two", "disconnect", "connect two"});
  CHECK(view().status == connection_status::connected);
  key_serves("two");
}

TEST_CASE_METHOD(identity_fixture, "a change that leaves the key alone leaves the connection") {
  start();
  change_key_to("one");
  CHECK(broker->log == log{"connect one"});
}

TEST_CASE_METHOD(identity_fixture, "another chain under the same certificate is taken up") {
  start();
  vault->present = identity{{}, "one", 0, "one and a new issuer", "one again", {}};
  tell(cloud, vault_changed{});
  CHECK(broker->log == log{"connect one", "prove one", "disconnect", "connect one"});
  tell(cloud, vault_changed{});
  CHECK(broker->log.size() == 4);
}

TEST_CASE_METHOD(identity_fixture, "a key that comes while another is proven is looked at next") {
  broker->mute = true;
  start();
  change_key_to("two");
  change_key_to("three");
  CHECK(broker->log == log{"connect one", "prove two"});
  broker->handshake = refused("no");
  tell(mqtt, flush_atom::value);
  CHECK(broker->log.back() == "prove three");
}

TEST_CASE_METHOD(identity_fixture, "a key that fails its proof does not end the connection") {
  broker->handshake = refused("the broker does not know its authority");
  start();
  change_key_to("two");
  CHECK(broker->log == log{"connect one", "prove two"});
  CHECK(view().status == connection_status::connected);
  CHECK(view().problem == earlier + "the broker does not know its authority");
}

TEST_CASE_METHOD(identity_fixture, "a key that is refused at CONNECT gives way to the earlier") {
  broker->refuses = "two";
  start();
  change_key_to("two");
  CHECK(broker->log == log{"connect one", "prove two", "disconnect", "connect two", "connect one"});
  CHECK(view().status == connection_status::connected);
  CHECK(view().problem == earlier + "not authorised");
}

TEST_CASE_METHOD(identity_fixture, "a refused key is not tried again when something else changes") {
  broker->refuses = "two";
  start();
  change_key_to("two");
  tell(cloud, vault_changed{});
  CHECK(broker->log.size() == 5);
  CHECK(view().certificate_fingerprint == "one");
  SECTION("a third one is") {
    change_key_to("three");
    key_serves("three");
  }
  SECTION("the first one again ends the problem") {
    change_key_to("one");
    CHECK(view().problem.empty());
  }
}

TEST_CASE_METHOD(identity_fixture, "after a lost connection the last good key serves again") {
  broker->refuses = "two";
  start();
  change_key_to("two");
  tell(cloud, mqtt_closed{broker->attempt, true, "the broker closed the connection"});
  pass(1min);
  CHECK(view().status == connection_status::connected);
  CHECK(view().certificate_fingerprint == "one");
  CHECK(broker->log.back() == "connect one"); // at once
  CHECK(view().problem == earlier + "not authorised");
}

TEST_CASE_METHOD(identity_fixture, "a refused entry that was repaired is proven again") {
  start();
  SECTION("refused in TLS, then given its chain") {
    broker->handshake = refused("the broker does not know its authority");
    change_key_to("two");
    broker->handshake = proven;
    vault->present = identity{{}, "two", 0, "two and its issuer", "two again", {}};
  }
  SECTION("refused at CONNECT, then imported once more") {
    broker->refuses = "two";
    change_key_to("two");
    broker->refuses.clear();
    vault->present->entry = "two again";
  }
  tell(cloud, vault_changed{});
  key_serves("two");
}
