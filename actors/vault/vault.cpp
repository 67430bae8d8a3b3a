#include "actors/vault/vault.hpp"

#include "actors/log.hpp"
#include "actors/vault/certificate_check.hpp"
#include "actors/vault/realm_vault.hpp"

#include <algorithm>
#include <chrono>

namespace troupe {

using namespace std::chrono_literals;

/// A store that changed is opened once it has rested for one of these.
constexpr auto look_interval = 2s;

/// Of one agent.
constexpr size_t keys_kept_max = 3;

namespace {

/// The newest few, and the good one for as long as it is that.
void keep(std::vector<ready_key_ptr>& kept, const ready_key_ptr& key, const std::string& good) {
  std::erase(kept, key);
  kept.push_back(key);
  if (kept.size() > keys_kept_max)
    kept.erase(std::find_if(kept.begin(), kept.end(), [&](auto& x) { return x->entry != good; }));
}

} // namespace

vault_inside::behavior_type vault(
    metered_self<vault_inside, vault_state> self, std::shared_ptr<meter> meter,
    vault_options options) {
  self->keep_meter(std::move(meter));
  self->state.start(std::move(options));
  return {
      [self](find_atom, const std::string& realm) { return self->state.way_of(realm); },
      [self](view_atom) { return self->state.view(); },
      [self](const realm_identity_query& x) { return self->state.identify(x); },
      [self](look_atom) { self->state.look(); },
  };
}

void vault_state::start(vault_options x) {
  options = std::move(x);
  clock_was_wrong_ = clock_is_wrong();
  if (find_places())
    open_anew();
  for (auto& problem : view().problems)
    log::warn("vault.problem", "cause", problem);
  self->delayed_send(self, look_interval, look_atom::value);
}

/// Where the stores are, and with which passwords. Makes those that are missing, but only
/// at first: whatever takes them away later, empty ones would be no help.
bool vault_state::find_places() {
  auto found = places_ ? find_stores(*options.config) : ready_stores(*options.config);
  problem_ = found ? std::string{} : sentence(found.error());
  if (found)
    places_ = std::move(*found);
  return problem_.empty();
}

realm_vault_handle vault_state::way_of(const std::string& realm) {
  auto& way = ways_[realm];
  if (!way)
    way = self->spawn<caf::linked>(realm_vault, vault_inside{self}, realm);
  return {way};
}

bool vault_state::clock_is_wrong() const { return options.now_ms() < options.built_ms; }

caf::result<identity> vault_state::identify(const realm_identity_query& x) {
  if (clock_is_wrong())
    return failure(
        errc::unavailable,
        std::string{clock_before_build} + "; it connects once the time is right");
  if (!content_)
    return failure(errc::config_invalid, problem_);
  auto key = key_for(x);
  if (!key)
    return key.error();
  return content_->identity_of(*key, x.query.own_authorities_only, options.now_ms());
}

caf::expected<ready_key_ptr> vault_state::key_for(const realm_identity_query& x) {
  auto& query = x.query;
  if (query.alias.empty())
    return ready_key_ptr{};
  auto& kept = kept_[{x.realm, query.agent}];
  if (query.earlier)
    for (auto& key : kept)
      if (key->entry == query.good)
        return key;
  auto present = present_key(x.realm, query.alias);
  if (query.earlier && (!present || (*present)->entry != query.good))
    return failure(errc::not_found, "the key that was used before is not known any more");
  if (present)
    keep(kept, *present, query.good);
  return present;
}

/// Decrypting takes long by intent: not again what an agent of the realm was given before.
caf::expected<ready_key_ptr>
vault_state::present_key(const std::string& realm, const std::string& alias) {
  auto entry = content_->entry_of(realm, alias);
  for (auto& [agent, kept] : kept_)
    if (agent.first == realm)
      for (auto& key : kept)
        if (key->entry == entry)
          return key;
  return content_->key_of(realm, alias);
}

vault_view vault_state::view() const {
  auto out = content_ ? content_->view() : vault_view{};
  if (!problem_.empty())
    out.problems.push_back(problem_);
  if (clock_is_wrong())
    out.problems.emplace_back(clock_before_build);
  return out;
}

void vault_state::look() {
  self->delayed_send(self, look_interval, look_atom::value);
  auto now = places_ ? stamps_of(*places_) : store_stamps{};
  auto rested = now == std::exchange(seen_, now);
  auto changed = !places_ || (rested && now != opened_);
  if (changed && find_places()) {
    open_anew();
    tell_realms();
  }
  if (std::exchange(clock_was_wrong_, clock_is_wrong()) && !clock_was_wrong_)
    tell_realms();
}

void vault_state::open_anew() {
  opened_ = seen_ = stamps_of(*places_);
  content_ = std::make_unique<const vault_content>(*places_, content_.get());
  log::info("vault.opened", "certificates", content_->view().certificates.size());
}

void vault_state::tell_realms() {
  for (auto& [realm, way] : ways_)
    self->send(way, vault_changed{});
}

} // namespace troupe
