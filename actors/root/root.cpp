#include "actors/root/root.hpp"

#include "actors/log.hpp"

#include <algorithm>
#include <chrono>

namespace troupe {

using namespace std::chrono_literals;

root_actor::behavior_type
root(metered_self<root_actor, root_state> self, actor_card_ptr own, actors_environment env) {
  self->keep_meter(own->meter);
  self->set_exit_handler([self](const caf::exit_msg& x) { self->state.child_died(x); });
  self->state.start(own, env);
  return {
      [self](find_atom, const std::string& realm) { return self->state.find(realm); },
      [self](view_atom) { return self->state.certificates(); },
      [self](restart_atom, uint32_t number) { self->state.restart(number); },
      [self](const reload_request& x) { return self->state.reload(x); },
      [self](reload_atom) { return self->state.last_reload(); },
      [self](retry_atom, uint32_t reload) { self->state.unconfirmed(reload); },
      [](pulse_atom) {},
      [self](stop_atom) { return self->state.stop(); },
  };
}

void root_state::start(const actor_card_ptr& own, const actors_environment& env) {
  running_ = env->config;
  env_ = without_realms(*env);
  started_ms_ = env_->now_ms();
  own_id_ = own->id;
  env_->who->config(running_);
  last_.file = env_->config_file;
  last_.by = "start";
  last_.time_ms = started_ms_;
  last_.ok = true;
  for (auto [kind, word] : {
           std::pair{kind::inspector, "inspector"},
           {kind::vault, "vault"},
           {kind::mqtt, "mqtt"},
       })
    children_[++last_number_] = {kind, {}, env_->who->enrol(own_id_, {}, word, word)};
  for (size_t i = 0; i < running_->realms.size(); ++i)
    enrol_realm(running_->realms.share(i));
  for (auto& [number, child] : children_)
    spawn(number);
}

uint32_t root_state::enrol_realm(std::shared_ptr<const realm_settings> x) {
  auto card = env_->who->enrol(own_id_, x->name, "realm", x->name);
  children_[++last_number_] = {kind::realm, std::move(x), std::move(card)};
  return last_number_;
}

void root_state::spawn(uint32_t number) {
  auto& child = children_[number];
  switch (child.kind) {
  case kind::inspector: inspector_ = spawn_inspector(self, env_, child.card, started_ms_); break;
  case kind::vault:
    vault_ = spawn_vault(self, env_, child.card);
    for (auto& [n, x] : children_)
      open_way(x);
    break;
  case kind::mqtt:
    mqtt_ = spawn_mqtt(self, env_, child.card);
    for (auto& [n, x] : children_)
      if (x.handle)
        self->send(x.handle, attach_atom::value, mqtt_handle{mqtt_});
    break;
  case kind::realm:
    child.handle = spawn_realm(self, env_, child.card, child.realm);
    self->send(child.handle, attach_atom::value, mqtt_handle{mqtt_});
    open_way(child);
    break;
  }
  child.alive = true;
  child.card->address(address_of(child));
}

/// Gives a realm its way into the vault, which is all that a realm sees of it.
void root_state::open_way(const child& realm) {
  if (!realm.handle)
    return;
  self->request(vault_, caf::infinite, find_atom::value, realm.realm->name)
      .then(
          [this, to = realm.handle](const realm_vault_handle& way) {
            self->send(to, attach_atom::value, way);
          },
          [](const caf::error&) {}); // the vault died; the next one is asked again
}

caf::actor_addr root_state::address_of(const child& x) const {
  switch (x.kind) {
  case kind::inspector: return inspector_.address();
  case kind::vault: return vault_.address();
  case kind::mqtt: return mqtt_.address();
  case kind::realm: return x.handle.address();
  }
  return {};
}

caf::result<vault_view> root_state::certificates() {
  for (auto& [number, x] : children_)
    if (x.kind == kind::vault && x.card->given_up)
      return failure(errc::given_up, "the vault was given up: " + x.card->last_error());
  auto promise = self->make_response_promise<vault_view>();
  self->request(vault_, 1500ms, view_atom::value)
      .then(
          [promise](vault_view& x) mutable { promise.deliver(std::move(x)); },
          [promise](const caf::error& why) mutable { promise.deliver(why); });
  return promise;
}

caf::result<realm_handle> root_state::find(const std::string& realm) const {
  for (auto& [number, x] : children_) {
    if (!x.realm || x.realm->name != realm || x.leaving)
      continue;
    if (x.card->given_up)
      return failure(
          errc::given_up, x.card->title() + " was given up: " + x.card->last_error()
                              + "; mend the cause, then `troupe reload`");
    return realm_handle{x.handle};
  }
  return failure(errc::not_found, "there is no realm " + realm);
}

// -- when a child dies -------------------------------------------------------------------

void root_state::child_died(const caf::exit_msg& x) {
  auto is_it = [&](auto& entry) { return x.source && address_of(entry.second) == x.source; };
  auto found = std::find_if(children_.begin(), children_.end(), is_it);
  if (found == children_.end())
    return self->quit(x.reason);
  auto& [number, child] = *found;
  child.alive = false;
  if (child.leaving)
    return realm_left(number);
  if (ending_)
    return;
  auto delay = child.schedule.died(self->clock().now());
  child.card->last_error(sentence(x.reason));
  log::error(
      delay ? "actor.died" : "actor.given_up", "kind", child.card->kind, "name", child.card->name,
      "cause", sentence(x.reason));
  if (!delay)
    return give_up(child, x.reason);
  // A realm's actors, the store with a thread of its own among them, end after it.
  auto pause = child.kind == kind::realm ? 1s : 0s;
  self->delayed_send(self, *delay + pause, restart_atom::value, number);
}

/// Whoever can do without it goes on. Without the mqtt actor nobody can.
void root_state::give_up(child& x, const caf::error& cause) {
  x.card->given_up = true;
  x.handle = nullptr;
  if (x.kind != kind::mqtt)
    return;
  failed_ = spent("the mqtt actor, without which no agent connects,", cause);
  stop_realms();
}

/// Two stores must never have the same file open.
bool root_state::still_ending(const child& x) const {
  auto actors = env_->who->actors();
  return x.kind == kind::realm && std::any_of(actors.begin(), actors.end(), [&](auto& card) {
           return card->kind == "store" && card->realm == x.realm->name && card->meter->alive;
         });
}

void root_state::restart(uint32_t number) {
  auto found = children_.find(number);
  if (ending_ || found == children_.end() || found->second.leaving || found->second.alive)
    return;
  auto& child = found->second;
  if (still_ending(child))
    return self->delayed_send(self, 1s, restart_atom::value, number);
  child.card->meter->restarts.fetch_add(1);
  spawn(number);
}

// -- the end -------------------------------------------------------------------------------

caf::result<bool> root_state::stop() {
  stopped_ = self->make_response_promise<bool>();
  if (!ending_)
    stop_realms();
  return *stopped_;
}

void root_state::stop_realms() {
  ending_ = true;
  for (auto& [number, x] : children_) {
    if (!x.handle)
      continue;
    ++stopping_;
    if (x.leaving) { // it has been told
      x.left = [this](bool) { realm_stopped(true); };
      continue;
    }
    self->request(x.handle, 4s, stop_atom::value)
        .then(
            [this](bool committed) { realm_stopped(committed); },
            [this, name = x.card->name](const caf::error& reason) {
              log::error("realm.stop_failed", "realm", name, "cause", sentence(reason));
              realm_stopped(false);
            });
  }
  if (stopping_ == 0)
    end();
}

void root_state::realm_stopped(bool committed) {
  committed_ = committed_ && committed;
  if (--stopping_ == 0)
    end();
}

void root_state::end() {
  if (stopped_)
    stopped_->deliver(committed_);
  self->quit(failed_ ? failed_ : caf::error{caf::exit_reason::user_shutdown});
}

} // namespace troupe
