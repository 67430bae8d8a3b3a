#include "tests/actors/agent/identity_support.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {
const handshake_report untrusted{false, "it is not trusted", {}, refusal::by_us};
}

TEST_CASE_METHOD(identity_fixture, "a truststore that changed is held against the broker") {
  settings.certificate_alias = GENERATE("edge", "");
  start();
  auto first = broker->log.size();
  vault->trust = "another ca";
  SECTION("whom it still trusts") {
    tell(cloud, vault_changed{});
    CHECK(broker->log.size() == first + 1); // a proof
    tell(cloud, vault_changed{});
    CHECK(broker->log.size() == first + 1);
    CHECK(view().status == connection_status::connected);
    CHECK(view().problem.empty());
  }
  SECTION("whom it trusts no more") {
    broker->handshake = untrusted;
    broker->refuses = broker->key;
    broker->how = refusal::by_us;
    tell(cloud, vault_changed{});
    CHECK(broker->log[first + 1] == "disconnect");
    CHECK(view().status == connection_status::waiting);
  }
  SECTION("who does not answer now") {
    broker->handshake = unseen("it does not answer");
    tell(cloud, vault_changed{});
    CHECK(view().status == connection_status::connected);
    CHECK(
        view().problem
        == "agent cloud of realm hall stays connected, but what changed in the vault could not be "
           "checked yet: it does not answer");
    broker->handshake = untrusted;
    pass(61s);
    CHECK(broker->log[first + 2] == "disconnect");
  }
  SECTION("and has nobody any more") {
    vault->trust.clear();
    tell(cloud, vault_changed{});
    CHECK(broker->log.back() == "disconnect");
    CHECK(view().status == connection_status::error);
    CHECK(view().problem == "agent cloud of realm hall: no broker is trusted");
  }
}

TEST_CASE_METHOD(identity_fixture, "trust that changed leaves a key in doubt where it is") {
  start();
  broker->handshake = refused("it does not know its authority");
  change_key_to("two");
  vault->trust = "another ca";
  tell(cloud, vault_changed{}); // the proof of the key in use is refused too, but we believe
  CHECK(broker->log == log{"connect one", "prove two", "prove one"});
  CHECK(view().problem == earlier + "it does not know its authority");
}
