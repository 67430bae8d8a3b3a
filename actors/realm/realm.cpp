#include "actors/realm/realm.hpp"

#include "actors/log.hpp"
#include "actors/store/history.hpp"

#include <chrono>

namespace troupe {

using namespace std::chrono_literals;

realm_actor::behavior_type realm(
    metered_self<realm_actor, realm_state> self, actor_card_ptr own, actors_environment env,
    std::shared_ptr<const realm_settings> settings) {
  self->keep_meter(own->meter);
  self->set_exit_handler([self](const caf::exit_msg& x) { self->state.child_died(x); });
  self->state.env = std::move(env);
  self->state.settings = std::move(settings);
  self->state.start(own);
  return {
      [self](const write_request& x) { return self->state.write(x); },
      [self](const attribute_query& x) { return self->state.attributes(x); },
      [self](const history_query& x) { return self->state.history(x); },
      [self](flush_atom) { return self->state.flush(); },
      [self](const purge_request& x) { return self->state.purge(x); },
      [self](view_atom) { return self->state.agents(); },
      [self](store_atom) { return self->state.store_state(); },
      [self](probe_atom, const std::string& agent) { return self->state.probe(agent); },
      [self](silence_atom) { return self->state.silences(); },
      [self](freshness_report& x) { self->state.note(std::move(x)); },
      [self](caf::tick_atom) { self->state.tick(); },
      [self](attach_atom, const realm_vault_handle& x) { self->state.attach(x.vault); },
      [self](vault_changed) { self->state.vault_changed(); },
      [self](watch_atom, const std::string& asset, const listener_handle& x) {
        self->state.watch(asset, x);
      },
      [self](unwatch_atom, const listener_handle& x) { self->state.unwatch(x); },
      [self](attach_atom, const mqtt_handle& x) { self->state.attach(x.mqtt); },
      [self](restart_atom, uint32_t number) { self->state.restart(number); },
      [self](realm_reload& x) { return self->state.reload(std::move(x)); },
      [self](retry_atom, uint32_t handover) { self->state.out_of_patience(handover); },
      [](pulse_atom) {},
      [self](stop_atom) { return self->state.stop(); },
  };
}

namespace {

/// Collects the answers of several actors into one; those that do not answer
/// in time are left out, the others are not held up by them.
template <class View>
struct gathering {
  caf::typed_response_promise<std::vector<View>> promise;
  std::vector<View> views;
  size_t awaited = 0;

  void answered() {
    if (--awaited == 0)
      promise.deliver(std::move(views));
  }
};

constexpr auto answer_within = 1500ms;
constexpr size_t readers_max = 4; // each has a thread

} // namespace

realm_state::asset_child* realm_state::find_asset(const std::string& id) {
  auto found = asset_numbers_.find(id);
  return found == asset_numbers_.end() ? nullptr : &assets_[found->second];
}

caf::result<write_result> realm_state::write(const write_request& x) {
  auto asset = find_asset(x.asset);
  if (!asset)
    return failure(errc::not_found, "there is no asset " + x.asset + " in realm " + settings->name);
  auto promise = self->make_response_promise<write_result>();
  self->request(asset->handle, 14s, x) // the asset answers within 12 s
      .then(
          [promise](const write_result& result) mutable { promise.deliver(result); },
          [promise](const caf::error& reason) mutable { promise.deliver(reason); });
  return promise;
}

caf::result<std::vector<attribute_view>> realm_state::attributes(const attribute_query& x) {
  std::vector<asset_actor> asked;
  for (auto& [id, n] : asset_numbers_)
    if (x.asset.empty() || id == x.asset) {
      auto& asset = assets_[n]; // whose predecessor has the values while it is at work
      auto before = assets_.find(asset.predecessor);
      asked.push_back(before == assets_.end() ? asset.handle : before->second.handle);
    }
  if (asked.empty() && !x.asset.empty())
    return failure(errc::not_found, "there is no asset " + x.asset + " in realm " + settings->name);
  auto gather = std::make_shared<gathering<attribute_view>>();
  gather->promise = self->make_response_promise<std::vector<attribute_view>>();
  gather->awaited = asked.size();
  if (asked.empty())
    gather->promise.deliver(std::vector<attribute_view>{});
  auto take = [gather](std::vector<attribute_view>& views) {
    std::move(views.begin(), views.end(), std::back_inserter(gather->views));
    gather->answered();
  };
  auto give_up = [gather](const caf::error&) { gather->answered(); };
  for (auto& asset : asked)
    if (x.attribute.empty())
      self->request(asset, answer_within, view_atom::value).then(take, give_up);
    else
      self->request(asset, answer_within, view_atom::value, x.attribute).then(take, give_up);
  return gather->promise;
}

caf::result<std::vector<agent_view>> realm_state::agents() {
  auto gather = std::make_shared<gathering<agent_view>>();
  gather->promise = self->make_response_promise<std::vector<agent_view>>();
  gather->awaited = agents_.size();
  for (auto& [n, agent] : agents_)
    self->request(agent.handle, answer_within, view_atom::value)
        .then(
            [gather](agent_view& view) {
              gather->views.push_back(std::move(view));
              gather->answered();
            },
            [gather](const caf::error&) { gather->answered(); });
  if (agents_.empty())
    gather->promise.deliver(std::vector<agent_view>{});
  return gather->promise;
}

caf::result<std::vector<data_point>> realm_state::history(const history_query& x) {
  if (!find_asset(x.asset))
    return failure(errc::not_found, "there is no asset " + x.asset + " in realm " + settings->name);
  if (readers_ >= readers_max)
    return failure(
        errc::unavailable, "the history of realm " + settings->name + " is being read by "
                               + std::to_string(readers_) + " others; try again");
  // A reader of its own, on its own thread, for this one answer.
  auto reader =
      self->spawn<caf::detached>(troupe::history, state_file(*env->config, settings->name));
  ++readers_;
  auto promise = self->make_response_promise<std::vector<data_point>>();
  self->request(reader, 10s, x)
      .then(
          [this, promise](std::vector<data_point>& points) mutable {
            --readers_;
            promise.deliver(std::move(points));
          },
          [this, promise](const caf::error& reason) mutable {
            --readers_;
            promise.deliver(reason);
          });
  return promise;
}

caf::result<uint64_t> realm_state::flush() {
  auto promise = self->make_response_promise<uint64_t>();
  self->request(store_, 10s, flush_atom::value)
      .then(
          [promise](uint64_t commits) mutable { promise.deliver(commits); },
          [promise](const caf::error& reason) mutable { promise.deliver(reason); });
  return promise;
}

caf::result<std::vector<leftover>> realm_state::purge(purge_request x) {
  auto configured = std::make_shared<std::set<std::string>>();
  for (auto& [n, asset] : assets_)
    for (auto& attribute : asset.settings->attributes)
      if (!children_[n].leaving)
        configured->insert(asset.settings->id + '\n' + attribute.name);
  x.configured = std::move(configured);
  auto promise = self->make_response_promise<std::vector<leftover>>();
  self->request(store_, caf::infinite, std::move(x))
      .then(
          [promise](std::vector<leftover>& xs) mutable { promise.deliver(std::move(xs)); },
          [promise](const caf::error& reason) mutable { promise.deliver(reason); });
  return promise;
}

caf::result<store_view> realm_state::store_state() {
  auto promise = self->make_response_promise<store_view>();
  self->request(store_, answer_within, view_atom::value)
      .then(
          [promise](store_view& view) mutable { promise.deliver(std::move(view)); },
          [promise](const caf::error& reason) mutable { promise.deliver(reason); });
  return promise;
}

caf::result<probe_report> realm_state::probe(const std::string& agent) {
  auto found = agent_numbers_.find(agent);
  if (found == agent_numbers_.end())
    return failure(errc::not_found, "there is no agent " + agent + " in realm " + settings->name);
  auto promise = self->make_response_promise<probe_report>();
  self->request(agents_[found->second].handle, 25s, probe_atom::value)
      .then(
          [promise](probe_report& report) mutable { promise.deliver(std::move(report)); },
          [promise](const caf::error& reason) mutable { promise.deliver(reason); });
  return promise;
}

void realm_state::watch(const std::string& asset, const listener_handle& x) {
  listeners_.emplace_back(asset, x.listener);
  for (auto& [n, child] : assets_)
    if (asset.empty() || child.settings->id == asset)
      self->send(child.handle, watch_atom::value, x);
}

void realm_state::unwatch(const listener_handle& x) {
  std::erase_if(listeners_, [&](auto& known) { return known.second == x.listener; });
  for (auto& [n, child] : assets_)
    self->send(child.handle, unwatch_atom::value, x);
}

// -- freshness ---------------------------------------------------------------------------

void realm_state::note(freshness_report&& x) {
  auto n = x.asset;
  auto asset = assets_.find(n);
  if (asset == assets_.end() || children_[n].leaving)
    return;
  auto& known = asset->second.report;
  alarms_.erase({known.next, n});
  known = std::move(x);
  if (known.next != freshness::never)
    alarms_.emplace(known.next, n);
  arm_tick();
}

/// One timer for all assets, and none while nothing is expected; on whole seconds, so that the
/// realms of a process wake it together.
void realm_state::arm_tick() {
  if (ticking_ || alarms_.empty())
    return;
  ticking_ = true;
  auto to_next = 1s - self->clock().now().time_since_epoch() % 1s;
  self->delayed_send(self, to_next, caf::tick_atom::value);
}

void realm_state::tick() {
  ticking_ = false;
  auto now = self->clock().now();
  while (!alarms_.empty() && alarms_.begin()->first <= now) {
    auto n = alarms_.begin()->second;
    alarms_.erase(alarms_.begin());
    self->send(assets_[n].handle, caf::tick_atom::value); // it answers with its next report
  }
  arm_tick();
}

std::vector<silence_view> realm_state::silences() const {
  std::vector<silence_view> out;
  for (auto& [n, asset] : assets_)
    if (!children_.at(n).leaving)
      out.insert(out.end(), asset.report.silences.begin(), asset.report.silences.end());
  return out;
}

} // namespace troupe
