#include "actors/root/root.hpp"

#include "actors/log.hpp"

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
      [self](restart_atom, uint32_t number) { self->state.restart(number); },
      [self](stop_atom) { return self->state.stop(); },
  };
}

void root_state::start(const actor_card_ptr& own, const actors_environment& env) {
  env_ = env;
  children_.push_back({nullptr, env->who->enrol(own->id, {}, "mqtt", "mqtt"), {}, {}});
  for (auto& x : env->config->realms) {
    auto realm = std::shared_ptr<const realm_settings>{env->config, &x};
    children_.push_back({realm, env->who->enrol(own->id, x.name, "realm", x.name), {}, {}});
  }
  for (uint32_t i = 0; i < children_.size(); ++i)
    spawn(i);
}

void root_state::spawn(uint32_t number) {
  auto& child = children_[number];
  if (child.realm) {
    child.handle = spawn_realm(self, env_, child.card, child.realm);
    child.card->address(child.handle.address());
    self->send(child.handle, attach_atom::value, mqtt_handle{mqtt_});
    return;
  }
  mqtt_ = spawn_mqtt(self, env_, child.card);
  child.card->address(mqtt_.address());
  for (auto& x : children_)
    if (x.handle)
      self->send(x.handle, attach_atom::value, mqtt_handle{mqtt_});
}

caf::result<realm_handle> root_state::find(const std::string& realm) const {
  for (auto& x : children_)
    if (x.realm && x.realm->name == realm)
      return realm_handle{x.handle};
  return failure(errc::not_found, "there is no realm " + realm);
}

void root_state::child_died(const caf::exit_msg& x) {
  for (uint32_t i = 0; i < children_.size(); ++i) {
    auto& child = children_[i];
    auto address = child.realm ? child.handle.address() : mqtt_.address();
    if (address != x.source)
      continue;
    if (stopped_)
      return;
    auto delay = child.schedule.died(self->clock().now());
    child.card->last_error(sentence(x.reason));
    log::error(
        delay ? "actor.died" : "actor.given_up", "kind", child.card->kind, "name", child.card->name,
        "cause", sentence(x.reason));
    // Its actors, the store with a thread of its own among them, must have ended.
    if (delay)
      self->delayed_send(self, *delay + 1s, restart_atom::value, i);
    return;
  }
  self->quit(x.reason);
}

void root_state::restart(uint32_t number) {
  if (stopped_)
    return;
  children_[number].card->meter->restarts.fetch_add(1);
  spawn(number);
}

caf::result<bool> root_state::stop() {
  stopped_ = self->make_response_promise<bool>();
  stopping_ = children_.size() - 1;
  for (auto& x : children_)
    if (x.handle)
      self->request(x.handle, 4s, stop_atom::value)
          .then(
              [this](bool committed) { realm_stopped(committed); },
              [this, name = x.card->name](const caf::error& reason) {
                log::error("realm.stop_failed", "realm", name, "cause", sentence(reason));
                realm_stopped(false);
              });
  if (stopping_ == 0)
    realm_stopped(true);
  return *stopped_;
}

void root_state::realm_stopped(bool committed) {
  committed_ = committed_ && committed;
  if (stopping_ > 0 && --stopping_ > 0)
    return;
  stopped_->deliver(committed_);
  self->quit(caf::exit_reason::user_shutdown);
}

} // namespace troupe
