#include "actors/agent/agent.hpp"

#include "actors/log.hpp"
#include "actors/vault/certificate_text.hpp"

/// An agent and its certificates: what it asks of the vault for every attempt to connect,
/// and what it does when the vault changes while it is connected.
namespace troupe {

using namespace std::chrono_literals;

constexpr auto vault_patience = 10s;

/// A certificate that is not valid yet becomes so without anybody telling.
constexpr auto look_again = 1min;

/// A key that the broker refused may have been allowed there meanwhile. One that it did
/// not get to see is tried earlier, then more and more rarely.
constexpr std::chrono::minutes refused_again{60};

using answer_function = std::function<void(const caf::expected<identity>&)>;

void agent_state::ask_vault(which_key which, answer_function then) {
  auto& x = *options.agent;
  identity_query query{
      x.id, which == which_key::none ? std::string{} : x.certificate_alias, x.trust == trust::own,
      rotation_.good(), which == which_key::earlier};
  self->request(wiring_.vault, vault_patience, std::move(query))
      .then(
          [then](const identity& x) { then(x); },
          [then](const caf::error& why) {
            if (why != caf::sec::request_timeout)
              return then(why);
            then(failure(
                errc::timed_out,
                "the vault has not answered yet: it decrypts one key after the other, which takes "
                "long where they are encrypted with many rounds of hashing; 'troupe vault import "
                "--replace' encrypts a key with 10,000"));
          });
}

void agent_state::ask_vault_now(which_key which, answer_function then) {
  ask_vault(which, [this, then, attempt = attempt_](const caf::expected<identity>& x) {
    if (attempt == attempt_ && !stopping_)
      then(x);
  });
}

// -- connecting -------------------------------------------------------------------

void agent_state::identify() {
  awaits_vault_ = !wiring_.vault;
  if (awaits_vault_)
    return;
  ask_vault_now(which_key::present, [this](const caf::expected<identity>& present) {
    if (!present)
      return unidentified(present.error());
    earlier_key_ = false;
    if (!rotation_.wants_good(present->entry))
      return identified(*present);
    ask_vault_now(
        which_key::earlier, [this, other = *present](const caf::expected<identity>& good) {
          earlier_key_ = good && good->chain != other.chain;
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

/// An attempt with a key failed.
void agent_state::doubt_key(const std::string& why, refusal refused) {
  key_failure_ = why;
  key_refused_ = refused == refusal::by_broker;
}

/// Connected: with which key, and is there something to say of it?
std::string agent_state::rotated() {
  if (rotation_.connected(identity_.entry))
    log::info(
        "agent.rotated", "realm", options.realm, "agent", options.agent->id, "fingerprint",
        identity_.fingerprint);
  key_problem_ = earlier_key_;
  if (!earlier_key_) {
    expect_no_key();
    return {};
  }
  look_later(key_refused_);
  return with_earlier_key(key_failure_);
}

std::string agent_state::with_earlier_key(const std::string& why) const {
  return who() + " is connected with its earlier certificate, which is good until "
         + moment_text(identity_.not_after_ms)
         + ", because the one that is now in the vault cannot replace it: " + why;
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
  case connection_status::connected: check_trust(false); break;
  default: break;
  }
}

/// Connected: is the broker still to be believed? Then it is the key's turn; `again`: also
/// of one that failed.
void agent_state::check_trust(bool again) {
  if (!rotation_.begin_check()) {
    vault_news_ = true;
    return;
  }
  ask_to_check(which_key::none, [this, again](const caf::expected<identity>& now) {
    if (!now && is(now.error(), errc::config_invalid))
      return leave(); // no one is believed any more
    if (!now)
      return unchecked(sentence(now.error()));
    if (now->trust == identity_.trust)
      return check_key(again);
    ask_to_check(
        which_key::earlier, [this, again, bare = *now](const caf::expected<identity>& with_key) {
          prove(with_key ? *with_key : bare, [=, this](const handshake_report& x) {
            believe(bare.trust, x, again);
          });
        });
  });
}

void agent_state::believe(const std::string& trust, const handshake_report& x, bool again) {
  if (x.refused == refusal::by_us)
    return leave();
  if (!x.ok && x.refused == refusal::none)
    return unchecked(x.reason);
  identity_.trust = trust;
  check_key(again);
}

void agent_state::check_key(bool again) {
  ask_to_check(which_key::present, [this, again](const caf::expected<identity>& present) {
    if (!present && !is(present.error(), errc::config_invalid))
      return unchecked(sentence(present.error()));
    if (!present) {
      look_after(look_again);
      return end_check(with_earlier_key(sentence(present.error())));
    }
    if (present->chain == identity_.chain) {
      expect_no_key();
      return end_check({});
    }
    if (rotation_.doubts(present->entry) && !again)
      return end_check(with_earlier_key(key_failure_));
    prove(*present, [this, fresh = *present](const handshake_report& x) { proven(fresh, x); });
  });
}

void agent_state::proven(const identity& fresh, const handshake_report& x) {
  if (x.ok) {
    log::info(
        "agent.rotating", "realm", options.realm, "agent", options.agent->id, "fingerprint",
        fresh.fingerprint);
    rotation_.end_doubt();
    return leave();
  }
  if (!rotation_.doubts(fresh.entry))
    key_delay_ = unseen_again;
  rotation_.doubt(fresh.entry);
  doubt_key(x.reason, x.refused);
  look_later(key_refused_);
  end_check(with_earlier_key(x.reason));
}

void agent_state::leave() {
  rotation_.leave();
  self->send(wiring_.mqtt, mqtt_disconnect{*client_});
}

/// Neither the broker nor the vault said no, but there was no yes.
void agent_state::unchecked(const std::string& why) {
  look_later(false);
  end_check(
      who() + " stays connected, but what changed in the vault could not be checked yet: " + why);
}

/// Stays connected. A problem of the key or the trust remains, or one is over.
void agent_state::end_check(const std::string& problem) {
  rotation_.end_check();
  auto had_problem = std::exchange(key_problem_, !problem.empty());
  if (key_problem_ || had_problem)
    set_status(status_, problem);
  look_at_news();
}

void agent_state::ask_to_check(which_key which, answer_function then) {
  ask_vault_now(which, [this, then](const caf::expected<identity>& x) {
    if (rotation_.checking())
      then(x);
  });
}

void agent_state::prove(const identity& x, std::function<void(const handshake_report&)> then) {
  auto done = [this, then, attempt = attempt_](const handshake_report& x) {
    if (attempt == attempt_ && !stopping_ && rotation_.checking())
      then(x);
  };
  self->request(wiring_.mqtt, 30s, mqtt_handshake{connection(), x.material})
      .then(done, [done](const caf::error& why) {
        done({false, sentence(why), {}, refusal::none});
      });
}

/// What changed while there was something else to do.
void agent_state::look_at_news() {
  if (std::exchange(vault_news_, false))
    vault_changed();
}

void agent_state::look_later(bool refused) {
  if (refused)
    return look_after(refused_again);
  look_after(key_delay_);
  key_delay_ = std::min(2 * key_delay_, refused_again);
}

/// The vault's key is in use.
void agent_state::expect_no_key() {
  key_delay_ = unseen_again;
  look_at_ = never;
}

void agent_state::look_after(std::chrono::minutes delay) {
  auto now = self->clock().now();
  auto due = now + delay;
  if (look_at_ > now && look_at_ <= due)
    return;
  look_at_ = due;
  self->delayed_send(self, delay, retry_atom::value, attempt_);
}

void agent_state::look_if_due() {
  if (self->clock().now() < look_at_)
    return;
  look_at_ = never;
  check_trust(true);
}

} // namespace troupe
