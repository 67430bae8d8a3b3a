#pragma once

#include "schemas/errors.hpp"
#include "schemas/interfaces.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <memory>
#include <string>
#include <vector>

/// The vault that has an agent's keys, and the broker that judges them.
namespace troupe::test {

inline identity key_called(const std::string& name) { return {{}, name, 0, name, name, "ca"}; }

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

inline caf::behavior vault_of(
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

inline caf::behavior broker_of(caf::event_based_actor* self, std::shared_ptr<fake_broker> broker) {
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

} // namespace troupe::test
