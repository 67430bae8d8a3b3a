#include "actors/asset/asset.hpp"

#include "actors/asset/constraints.hpp"
#include "actors/link/coercion.hpp"
#include "actors/log.hpp"

#include <chrono>

namespace troupe {

using namespace std::chrono_literals;

asset_actor::behavior_type asset(
    metered_self<asset_actor, asset_state> self, std::shared_ptr<meter> counts,
    asset_options options) {
  self->keep_meter(std::move(counts));
  self->state.start(std::move(options));
  return {
      [self](attach_atom, asset_wiring& x) { self->state.attach(std::move(x)); },
      [self](update_batch& x) { self->state.apply(x); },
      [self](const write_request& x) { return self->state.write(x); },
      [self](view_atom) { return self->state.view(); },
      [self](view_atom, const std::string& attribute) { return self->state.view(&attribute); },
      [self](watch_atom, const listener_handle& x) { self->state.watch(x.listener); },
      [self](unwatch_atom, const listener_handle& x) { self->state.unwatch(x.listener); },
      [self](retry_atom) { self->state.open(); },
      [self](caf::tick_atom) { self->state.tick(); },
      [self](stop_atom) { self->state.stop(); },
  };
}

void asset_state::start(asset_options x) {
  options = std::move(x);
  fresh_ = freshness{*options.asset, self->clock().now()};
  if (!fresh_.empty())
    started_ms_ = options.now_ms();
}

void asset_state::attach(asset_wiring&& x) {
  auto same_store = wiring.store == x.store;
  wiring = std::move(x);
  slots_.resize(options.asset->attributes.size());
  for (auto& slot : slots_)
    slot.write = nullptr;
  for (auto& route : wiring.writes)
    slots_[route.attribute].write = &route;
  forwards_.attach(std::move(wiring.forwards), slots_.size());
  if (!same_store && wiring.store)
    open();
  report();
  tell_new_forwards();
}

void asset_state::open() {
  opened_ = false;
  open_asset request{options.asset->id, {}};
  for (auto& x : options.asset->attributes)
    request.attributes.push_back({x.name, x.type, x.store_data_points.value_or(0ms).count()});
  auto asked = wiring.store;
  self->request(asked, caf::infinite, std::move(request))
      .then(
          [this, asked](const std::vector<stored_attribute>& known) {
            if (asked == wiring.store)
              restore(known);
          },
          [this, asked](const caf::error& reason) {
            if (asked != wiring.store)
              return; // there is a new one, which has been asked
            log::warn(
                "asset.state_unavailable", "realm", options.realm, "asset", options.asset->id,
                "cause", sentence(reason));
            self->delayed_send(self, 5s, retry_atom::value);
          });
}

/// Takes up what the store knows, and gives it what it does not: values that
/// came before it answered, or that an earlier store took with it.
void asset_state::restore(const std::vector<stored_attribute>& known) {
  state_batch missing;
  opened_ = true;
  if (!std::exchange(restored_, true))
    find_late(known);
  for (size_t i = 0; i < slots_.size(); ++i) {
    slots_[i].id = known[i].attribute_id;
    if (slots_[i].state.timestamp_ms != 0 || take_up(i, known[i].state)) {
      missing.items.push_back(row_of(i, 0));
      missing.items.back().data_point = false; // it has been sent as one already
    }
    if (!known[i].state.by_device)
      slots_[i].latest_ms = std::max(slots_[i].latest_ms, known[i].state.timestamp_ms);
  }
  keep(std::move(missing));
  for (auto& batch : early_) {
    for (auto& row : batch.items)
      row.attribute_id = slots_[static_cast<size_t>(row.attribute_id)].id;
    keep(std::move(batch));
  }
  early_.clear();
  tell();
  tell_new_forwards();
  if (stopping_)
    self->quit();
}

/// What the store has not been told yet is told before the end.
void asset_state::stop() {
  stopping_ = true;
  if (early_.empty() || !wiring.store)
    self->quit();
}

/// What came before the store first answered may be late for what that knew.
void asset_state::find_late(const std::vector<stored_attribute>& known) {
  std::vector<const attribute_state*> latest;
  for (auto& x : known)
    latest.push_back(&x.state);
  for (auto& batch : early_)
    for (auto& row : batch.items) {
      auto& last = latest[static_cast<size_t>(row.attribute_id)];
      row.late = row.late || (row.state.by_device && is_late(row.state.timestamp_ms, *last));
      if (!row.late)
        last = &row.state;
    }
  for (size_t i = 0; i < slots_.size(); ++i)
    if (latest[i] == &known[i].state)
      slots_[i].state = {};
}

void asset_state::apply(update_batch& batch) {
  state_batch out{batch.origin, batch.counters};
  out.items.reserve(batch.items.size());
  std::vector<uint32_t> changed;
  for (; batch.finished < batch.items.size(); ++batch.finished) {
    auto& x = batch.items[batch.finished];
    auto why = x.checked ? std::nullopt
                         : broken_constraint(options.asset->attributes[x.attribute], x.content);
    if (why) {
      if (out.counters)
        (*out.counters)[x.link].move(inbound::at_asset, inbound::rejected_constraint);
      reject(x.attribute, *why);
      continue;
    }
    auto& slot = slots_[x.attribute];
    slot.rejecting = false;
    if (out.counters)
      (*out.counters)[x.link].move(inbound::at_asset, inbound::at_store);
    if (x.time_source == time_source::device && is_late(x.timestamp_ms, slot.state)) {
      attribute_state late{std::move(x.content), x.timestamp_ms, quality::good, true};
      out.items.push_back(
          {id_of(x.attribute), x.link, keeps_points(x.attribute), std::move(late), true});
      continue;
    }
    auto news = !repeats(x);
    if (news)
      set(x.attribute, std::move(x.content), x.timestamp_ms, x.time_source);
    out.items.push_back(row_of(x.attribute, x.link));
    out.items.back().data_point &= news;
    if (news && !listeners_.empty())
      changed.push_back(x.attribute);
    if (news)
      forwards_.take(x.attribute, slots_[x.attribute].state);
  }
  keep(std::move(out));
  publish(changed);
  tell();
  forward(batch.origin);
}

/// Logs the first of a run of bad values; the ledger counts them all.
void asset_state::reject(size_t index, const std::string& why) {
  if (std::exchange(slots_[index].rejecting, true))
    return;
  log::warn(
      "attribute.rejected", "realm", options.realm, "asset", options.asset->id, "attribute",
      options.asset->attributes[index].name, "cause", why);
}

/// The device's clock and this machine's are never compared here: the link has seen
/// to it that the one is not far ahead of the other.
void asset_state::set(size_t index, value&& content, int64_t timestamp_ms, time_source source) {
  auto& [id, state, latest_ms, write, rejecting] = slots_[index];
  state.by_device = source == time_source::device;
  auto set_back = !state.by_device && timestamp_ms < latest_ms;
  auto suspect = set_back || source == time_source::stand_in;
  state.quality = suspect ? quality::clock_suspect : quality::good;
  if (!state.by_device)
    latest_ms = std::max(latest_ms, timestamp_ms);
  state.content = std::move(content);
  state.timestamp_ms = timestamp_ms;
  if (fresh_.limits(index) && !fresh_.came(index, self->clock().now(), age_of(timestamp_ms)))
    state.quality = quality::stale;
}

bool asset_state::keeps_points(size_t index) const {
  return options.asset->attributes[index].store_data_points.has_value();
}

/// The store's number; the index, until it has answered.
int64_t asset_state::id_of(size_t index) const {
  return opened_ ? slots_[index].id : static_cast<int64_t>(index);
}

state_row asset_state::row_of(size_t index, uint32_t link) const {
  return {id_of(index), link, keeps_points(index), slots_[index].state, false};
}

void asset_state::keep(state_batch&& batch) {
  if (batch.items.empty())
    return;
  if (opened_)
    self->send(wiring.store, std::move(batch));
  else
    early_.push_back(std::move(batch));
}

void asset_state::publish(const std::vector<uint32_t>& changed) {
  if (changed.empty())
    return;
  attribute_event event;
  event.changes.reserve(changed.size());
  for (auto index : changed)
    event.changes.push_back(view_of(index));
  for (auto& x : listeners_)
    self->send(x, event);
}

/// A link that is new, after a start or a crash, does not know what was sent last.
void asset_state::tell_new_forwards() {
  if (!opened_)
    return;
  forwards_.take_states([this](uint32_t index) { return &slots_[index].state; });
  forward(nullptr);
}

/// What came after the values of a predecessor goes after them.
void asset_state::forward(const message_batch_ptr& origin) {
  if (!wiring.store)
    return;
  forwards_.leave(origin, [this](const link_actor& link, forward_batch&& batch) {
    self->send(link, std::move(batch));
  });
}

caf::result<write_result> asset_state::write(const write_request& x) {
  auto what = "attribute " + x.attribute + " of asset " + x.asset + " in realm " + options.realm;
  auto index = find(x.attribute);
  if (!index)
    return failure(errc::not_found, "there is no " + what);
  if (options.read_only)
    return failure(errc::value_invalid, what + " is set in the configuration file");
  auto& settings = options.asset->attributes[*index];
  auto content = parse_written(x.json, settings.type);
  if (!content)
    return failure(errc::value_invalid, what + ": " + sentence(content.error()));
  if (auto why = broken_constraint(settings, *content))
    return failure(errc::value_invalid, what + ": " + *why);
  if (settings.agent_link)
    return write_link(*index, std::move(*content), x);
  set(*index, std::move(*content), x.now_ms);
  state_batch out;
  out.items.push_back(row_of(*index, 0));
  keep(std::move(out));
  publish({static_cast<uint32_t>(*index)});
  tell();
  forwards_.take(static_cast<uint32_t>(*index), slots_[*index].state);
  forward(nullptr);
  return write_result{write_state::stored, {}};
}

caf::result<write_result>
asset_state::write_link(size_t index, value&& content, const write_request& x) {
  auto route = slots_[index].write;
  if (!route)
    return failure(
        errc::unavailable, "the agent link of attribute " + x.attribute + " of asset " + x.asset
                               + " in realm " + options.realm + " is not running");
  // The link answers who asked, within 10 s, whether this actor is still there or not.
  return self->delegate(
      route->link, link_write{route->index, std::move(content), x.now_ms, x.wait_acknowledged});
}

std::vector<attribute_view> asset_state::view(const std::string* only) const {
  std::vector<attribute_view> out;
  for (size_t i = 0; i < slots_.size(); ++i)
    if (!only || options.asset->attributes[i].name == *only)
      out.push_back(view_of(i));
  return out;
}

attribute_view asset_state::view_of(size_t index) const {
  auto& settings = options.asset->attributes[index];
  return {options.realm, options.asset->id, settings.name, settings.type, slots_[index].state};
}

std::optional<size_t> asset_state::find(const std::string& attribute) const {
  auto& all = options.asset->attributes;
  for (size_t i = 0; i < all.size(); ++i)
    if (all[i].name == attribute)
      return i;
  return std::nullopt;
}

void asset_state::watch(const listener_actor& x) {
  unwatch(x);
  listeners_.push_back(x);
}

void asset_state::unwatch(const listener_actor& x) { std::erase(listeners_, x); }

} // namespace troupe
