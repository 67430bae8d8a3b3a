#include "actors/agent/agent.hpp"

#include "actors/log.hpp"

/// An agent and its client key: what it asks of the vault for every attempt to connect,
/// and how a new key takes the place of the old one.
namespace troupe {

using namespace std::chrono_literals;

using answer_function = std::function<void(const caf::expected<identity>&)>;

void agent_state::ask_vault(bool earlier, answer_function then) {
  auto& x = *options.agent;
  if (!wiring_.vault)
    return then(failure(errc::unavailable, "the vault has not started yet"));
  self->request(
          wiring_.vault, 10s, identity_query{x.certificate_alias, x.trust == trust::own, earlier})
      .then([then](const identity& x) { then(x); }, [then](const caf::error& why) { then(why); });
}

void agent_state::ask_vault_now(bool earlier, answer_function then) {
  ask_vault(earlier, [this, then, attempt = attempt_](const caf::expected<identity>& x) {
    if (attempt == attempt_ && !stopping_)
      then(x);
  });
}

// -- connecting -------------------------------------------------------------------

void agent_state::identify() {
  ask_vault_now(rotation_.earlier(), [this](const caf::expected<identity>& x) {
    if (status_ != connection_status::connecting)
      return;
    if (x)
      identified(*x);
    else
      unidentified(x.error());
  });
}

void agent_state::identified(const identity& x) {
  identity_ = {{}, x.fingerprint, x.not_after_ms};
  self->send(wiring_.mqtt, mqtt_connect{*client_, attempt_, x.material});
}

/// Where the operator must act, trying again would change nothing.
void agent_state::unidentified(const caf::error& why) {
  if (rotation_.earlier()) { // there is no way back
    rotation_.closed();
    return failed(who() + ": " + sentence(why));
  }
  vault_refused_ = is(why, errc::config_invalid) || is(why, errc::not_found);
  if (!vault_refused_)
    return failed(who() + ": " + sentence(why));
  set_status(connection_status::error, who() + ": " + sentence(why));
}

// -- when the vault changes -----------------------------------------------------------

void agent_state::vault_changed() {
  if (!options.agent->secure_mode || !may_connect_ || !client_ || stopping_)
    return;
  auto waits = status_ == connection_status::waiting || std::exchange(vault_refused_, false);
  if (waits)
    return connect();
  if (status_ != connection_status::connected || options.agent->certificate_alias.empty())
    return;
  rotation_.begin();
  ask_vault_now(false, [this](const caf::expected<identity>& x) {
    if (!x)
      keep_key(sentence(x.error()));
    else if (x->fingerprint == identity_.fingerprint)
      rotation_.abandon();
    else
      prove(*x);
  });
}

void agent_state::prove(const identity& fresh) {
  auto attempt = attempt_;
  auto done = [this, attempt, fresh](const handshake_report& x) {
    if (attempt == attempt_ && rotation_.stage() == rotation::stage::proving)
      proven(fresh, x);
  };
  self->request(wiring_.mqtt, 30s, mqtt_handshake{connection(), fresh.material})
      .then(done, [done](const caf::error& why) {
        done({false, sentence(why), {}});
      });
}

void agent_state::proven(const identity& fresh, const handshake_report& x) {
  if (!x.ok)
    return keep_key(x.reason);
  log::info(
      "agent.rotating", "realm", options.realm, "agent", options.agent->id, "fingerprint",
      fresh.fingerprint);
  rotation_.leave();
  self->send(wiring_.mqtt, mqtt_disconnect{*client_});
}

void agent_state::keep_key(const std::string& why) {
  rotation_.abandon();
  set_status(
      status_, who()
                   + " stays connected with its earlier certificate, because the one that is "
                     "now in the vault cannot replace it: "
                   + why);
}

/// Connected: with which key, and is there something to say of it?
std::string agent_state::rotated() {
  switch (rotation_.connected()) {
  case rotation::stage::trying:
    log::info(
        "agent.rotated", "realm", options.realm, "agent", options.agent->id, "fingerprint",
        identity_.fingerprint);
    return {};
  case rotation::stage::reverting:
    return who()
           + " went back to its earlier certificate, because the broker refused the one "
             "that is now in the vault: "
           + key_refusal_;
  default: return {};
  }
}

} // namespace troupe
