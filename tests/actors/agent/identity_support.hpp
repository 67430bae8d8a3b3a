#pragma once

#include "tests/actors/agent/identity_fakes.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"

#include "actors/agent/agent.hpp"

namespace troupe::test {

/// An agent "cloud" between a vault and a broker that do as a test says.
struct identity_fixture : actor_fixture {
  using log = std::vector<std::string>;

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
    options.now_ms = [] { return 1'750'000'000'000; };
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

  void key_serves(const std::string& key) {
    CHECK(view().certificate_fingerprint == key);
    CHECK(view().problem.empty());
  }

  mqtt_actor mqtt;
};

/// How a problem begins while the earlier key serves.
inline const auto earlier = std::string{
    "agent cloud of realm hall is connected with its earlier certificate, which is good until "
    "1970-01-01 00:00:00 UTC, because the one that is now in the vault cannot replace it: "};

inline const handshake_report proven{true, {}, {}, refusal::none};
inline handshake_report refused(const std::string& why) {
  return {false, why, {}, refusal::by_broker};
}
inline handshake_report unseen(const std::string& why) { return {false, why, {}, refusal::none}; }

} // namespace troupe::test
