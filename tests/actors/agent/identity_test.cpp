#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"

#include "actors/agent/agent.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_response_promise.hpp>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

int64_t noon() { return 1'750'000'000'000; }

identity key_called(const std::string& name) { return {{}, name, 0, name, name, "ca"}; }

/// What the vault says of the present key and of the earlier one.
struct fake_vault {
  caf::expected<identity> present{key_called("one")};
  std::vector<identity> earlier; ///< What it had before.
  std::string trust = "ca";      ///< Empty: nobody is trusted.
  bool mute = false;             ///< Busy with something else.
  std::vector<identity_query> asked;
};

/// What the broker does with whom.
struct fake_broker {
  std::vector<std::string> log; ///< "connect one", "prove two", "disconnect"
  std::string refuses;          ///< CONNECT with this key is answered with an error.
  refusal how = refusal::by_broker;
  handshake_report handshake{true, {}, {}};
  uint32_t attempt = 0;
  agent_actor agent;
  std::string key;   ///< The one that was handed out last.
  bool mute = false; ///< Owes the answer to a handshake until `flush_atom`.
  std::vector<caf::typed_response_promise<handshake_report>> proofs;
};

caf::behavior vault_of(
    caf::event_based_actor* self, std::shared_ptr<fake_vault> vault,
    std::shared_ptr<fake_broker> broker) {
  return {
      [=](const identity_query& x) -> caf::result<identity> {
        vault->asked.push_back(x);
        if (vault->mute)
          return self->make_response_promise<identity>();
        if (vault->trust.empty())
          return failure(errc::config_invalid, "no broker is trusted");
        if (x.alias.empty()) {
          identity bare;
          bare.trust = vault->trust;
          broker->key = "nobody";
          return bare;
        }
        auto found = vault->present;
        for (auto& y : vault->earlier)
          if (x.earlier && y.entry == x.good)
            found = y;
        if (!found)
          return found.error();
        found->trust = vault->trust;
        broker->key = found->fingerprint;
        return *found;
      },
      [](watch_atom, const realm_handle&) {},
  };
}

caf::behavior broker_of(caf::event_based_actor* self, std::shared_ptr<fake_broker> broker) {
  return {
      [=](const open_client& x) {
        broker->agent = x.agent;
        return uint32_t{7};
      },
      [=](const mqtt_connect& x) {
        broker->log.push_back("connect " + broker->key);
        broker->attempt = x.attempt;
        if (broker->key == broker->refuses)
          self->send(broker->agent, mqtt_closed{x.attempt, false, "not authorised", broker->how});
        else
          self->send(broker->agent, mqtt_connected{x.attempt, true});
      },
      [=](const mqtt_disconnect&) {
        broker->log.push_back("disconnect");
        self->send(broker->agent, mqtt_closed{broker->attempt, true, "disconnected"});
      },
      [=](const mqtt_handshake&) -> caf::result<handshake_report> {
        broker->log.push_back("prove " + broker->key);
        if (!broker->mute)
          return broker->handshake;
        broker->proofs.push_back(self->make_response_promise<handshake_report>());
        return broker->proofs.back();
      },
      [=](flush_atom) { broker->proofs.front().deliver(broker->handshake); },
      [](const mqtt_subscribe&) {},
      [](const mqtt_unsubscribe&) {},
  };
}

struct identity_fixture : test::actor_fixture {
  std::shared_ptr<fake_vault> vault = std::make_shared<fake_vault>();
  std::shared_ptr<fake_broker> broker = std::make_shared<fake_broker>();
  agent_settings settings;
  agent_actor cloud;

  identity_fixture() {
    settings.id = "cloud";
    settings.host = "broker";
    settings.client_id = "edge-7";
    settings.secure_mode = true;
    settings.certificate_alias = "edge";
  }

  /// Starts the agent; without a vault if that is not there yet.
  void start(bool with_vault = true) {
    agent_options options;
    options.realm = "hall";
    options.agent = std::make_shared<agent_settings>(settings);
    options.counters = std::make_shared<agent_counters>();
    options.now_ms = noon;
    cloud = spawn(agent, std::make_shared<meter>(), options);
    attach(with_vault);
    tell(cloud, attach_atom::value);
  }

  void attach(bool with_vault) {
    if (!mqtt)
      mqtt = caf::actor_cast<mqtt_actor>(
          spawn([b = broker](caf::event_based_actor* self) { return broker_of(self, b); }));
    agent_wiring wiring{mqtt, {}, {}, {}};
    if (with_vault)
      wiring.vault = caf::actor_cast<realm_vault_actor>(spawn(
          [v = vault, b = broker](caf::event_based_actor* self) { return vault_of(self, v, b); }));
    tell(cloud, attach_atom::value, std::move(wiring));
  }

  agent_view view() { return ask<agent_view>(cloud, view_atom::value).value(); }

  void change_key_to(const std::string& key) {
    if (vault->present)
      vault->earlier.push_back(*vault->present);
    vault->present = key_called(key);
    tell(cloud, vault_changed{});
  }

  mqtt_actor mqtt;
};

using log = std::vector<std::string>;

const auto earlier = std::string{
    "agent cloud of realm hall is connected with its earlier certificate, which is good until "
    "1970-01-01 00:00:00 UTC, because the one that is now in the vault cannot replace it: "};

handshake_report refused(const std::string& why) { return {false, why, {}, refusal::by_broker}; }
handshake_report unseen(const std::string& why) { return {false, why, {}, refusal::none}; }

} // namespace

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

TEST_CASE_METHOD(identity_fixture, "a new key is proven before the connection comes back with it") {
  start();
  change_key_to("two");
  CHECK(broker->log == log{"connect one", "prove two", "disconnect", "connect two"});
  CHECK(view().status == connection_status::connected);
  CHECK(view().certificate_fingerprint == "two");
  CHECK(view().problem.empty());
}

TEST_CASE_METHOD(identity_fixture, "a change that leaves the key alone leaves the connection") {
  start();
  change_key_to("one");
  CHECK(broker->log == log{"connect one"});
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
    CHECK(view().certificate_fingerprint == "three");
    CHECK(view().problem.empty());
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

TEST_CASE_METHOD(identity_fixture, "what the vault refuses is looked at again after a minute") {
  vault->present = failure(errc::config_invalid, "it is not valid yet");
  start();
  CHECK(view().status == connection_status::error);
  vault->present = key_called("one");
  pass(61s);
  CHECK(view().status == connection_status::connected);
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

TEST_CASE_METHOD(identity_fixture, "a refused entry that was repaired is proven again") {
  start();
  SECTION("refused in TLS, then given its chain") {
    broker->handshake = refused("the broker does not know its authority");
    change_key_to("two");
    broker->handshake = {true, {}, {}, refusal::none};
    vault->present = identity{{}, "two", 0, "two and its issuer", "two again", {}};
  }
  SECTION("refused at CONNECT, then imported once more") {
    broker->refuses = "two";
    change_key_to("two");
    broker->refuses.clear();
    vault->present->entry = "two again";
  }
  tell(cloud, vault_changed{});
  CHECK(view().certificate_fingerprint == "two");
  CHECK(view().problem.empty());
}

TEST_CASE_METHOD(identity_fixture, "another chain under the same certificate is taken up") {
  start();
  vault->present = identity{{}, "one", 0, "one and a new issuer", "one again", {}};
  tell(cloud, vault_changed{});
  CHECK(broker->log == log{"connect one", "prove one", "disconnect", "connect one"});
  tell(cloud, vault_changed{});
  CHECK(broker->log.size() == 4);
}

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
  broker->handshake = {true, {}, {}, refusal::none};
  pass(241s);
  CHECK(view().certificate_fingerprint == "two");
  CHECK(view().problem.empty());
}

TEST_CASE_METHOD(identity_fixture, "a refused key is tried again after an hour") {
  start();
  broker->handshake = refused("it does not know its authority");
  change_key_to("two");
  pass(59min);
  CHECK(broker->log == log{"connect one", "prove two"});
  broker->handshake = {true, {}, {}, refusal::none};
  pass(61s);
  CHECK(view().certificate_fingerprint == "two");
  CHECK(view().problem.empty());
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
  CHECK(view().certificate_fingerprint == "two");
  CHECK(view().problem.empty());
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
  CHECK(view().certificate_fingerprint == "two");
  CHECK(view().problem.empty());
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
    broker->handshake = {false, "it is not trusted", {}, refusal::by_us};
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
    broker->handshake = {false, "it is not trusted", {}, refusal::by_us};
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

TEST_CASE_METHOD(identity_fixture, "a vault that is slow to answer is told with the cause") {
  vault->mute = true;
  start();
  pass(10s);
  CHECK(view().status == connection_status::waiting);
  CHECK_THAT(view().problem, Catch::Contains("rounds of hashing"));
}
