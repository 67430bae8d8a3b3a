#include "actors/agent/agent.hpp"

#include "actors/log.hpp"

/// An agent and its client key: what it asks of the vault for every attempt to connect,
/// and how a new key takes the place of the old one.
namespace troupe {

using namespace std::chrono_literals;

/// A certificate that is not valid yet becomes so without anybody telling.
constexpr auto look_again = 1min;

using answer_function = std::function<void(const caf::expected<identity>&)>;

void agent_state::ask_vault(const std::string& fingerprint, answer_function then) {
  auto& x = *options.agent;
  identity_query query{
      x.id, x.certificate_alias, x.trust == trust::own, rotation_.good(), !fingerprint.empty()};
  self->request(wiring_.vault, 10s, std::move(query))
      .then([then](const identity& x) { then(x); }, [then](const caf::error& why) { then(why); });
}

void agent_state::ask_vault_now(const std::string& fingerprint, answer_function then) {
  ask_vault(fingerprint, [this, then, attempt = attempt_](const caf::expected<identity>& x) {
    if (attempt == attempt_ && !stopping_)
      then(x);
  });
}

// -- connecting -------------------------------------------------------------------

void agent_state::identify() {
  awaits_vault_ = !wiring_.vault;
  if (awaits_vault_)
    return;
  ask_vault_now({}, [this](const caf::expected<identity>& present) {
    if (!present)
      return unidentified(present.error());
    if (!rotation_.wants_good(present->entry))
      return identified(*present);
    ask_vault_now(rotation_.good(), [this, other = *present](const caf::expected<identity>& good) {
      identified(good ? *good : other);
    });
  });
}

void agent_state::identified(const identity& x) {
  identity_ = x;
  identity_.material.reset();
  self->send(wiring_.mqtt, mqtt_connect{*client_, attempt_, x.material});
}

/// Where the operator must act, trying again would change nothing.
void agent_state::unidentified(const caf::error& why) {
  vault_refused_ = is(why, errc::config_invalid) || is(why, errc::not_found);
  if (!vault_refused_)
    return failed(who() + ": " + sentence(why));
  set_status(connection_status::error, who() + ": " + sentence(why));
  self->delayed_send(self, look_again, retry_atom::value, attempt_);
}

// -- when the vault changes -----------------------------------------------------------

void agent_state::vault_changed() {
  if (!options.agent->secure_mode || !may_connect_ || !client_ || stopping_)
    return;
  switch (status_) {
  case connection_status::connecting:
    if (awaits_vault_)
      return identify();
    vault_news_ = true; // looked at once connected
    break;
  case connection_status::waiting: return connect();
  case connection_status::error:
    if (vault_refused_)
      connect();
    break;
  case connection_status::connected:
    if (!options.agent->certificate_alias.empty())
      rotate();
    break;
  default: break;
  }
}

void agent_state::rotate() {
  if (rotation_.stage() != rotation::stage::none) {
    vault_news_ = true;
    return;
  }
  ask_vault_now({}, [this](const caf::expected<identity>& x) {
    if (!x)
      return keep_key(sentence(x.error()));
    if (x->chain == identity_.chain)
      return forget_key_problem();
    if (rotation_.begin(x->entry))
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
  if (!x.ok) {
    rotation_.refuse(fresh.entry);
    return keep_key(x.reason);
  }
  log::info(
      "agent.rotating", "realm", options.realm, "agent", options.agent->id, "fingerprint",
      fresh.fingerprint);
  rotation_.leave();
  self->send(wiring_.mqtt, mqtt_disconnect{*client_});
}

void agent_state::keep_key(const std::string& why) {
  key_problem_ = true;
  set_status(
      status_, who()
                   + " stays connected with its earlier certificate, because the one that is "
                     "now in the vault cannot replace it: "
                   + why);
  look_at_news();
}

void agent_state::forget_key_problem() {
  if (std::exchange(key_problem_, false))
    set_status(status_);
}

/// What changed while there was something else to do.
void agent_state::look_at_news() {
  if (std::exchange(vault_news_, false))
    vault_changed();
}

/// Connected: with which key, and is there something to say of it?
std::string agent_state::rotated() {
  auto from = rotation_.connected(identity_.entry);
  key_problem_ = from == rotation::stage::reverting;
  if (from == rotation::stage::trying)
    log::info(
        "agent.rotated", "realm", options.realm, "agent", options.agent->id, "fingerprint",
        identity_.fingerprint);
  if (!key_problem_)
    return {};
  return who()
         + " went back to its earlier certificate, because the broker refused the one that "
           "is now in the vault: "
         + key_refusal_;
}

} // namespace troupe
