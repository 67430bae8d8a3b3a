#include "actors/vault/vault.hpp"

#include "actors/log.hpp"
#include "actors/vault/certificate_check.hpp"
#include "actors/vault/realm_vault.hpp"

#include <chrono>

namespace troupe {

using namespace std::chrono_literals;

/// A store that changed is opened once it has rested for one of these.
constexpr auto look_interval = 2s;

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

/// Where the stores are, and with which passwords; makes those that are missing.
bool vault_state::find_places() {
  auto found = ready_stores(*options.config);
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

caf::result<identity> vault_state::identify(const realm_identity_query& x) const {
  if (clock_is_wrong())
    return failure(
        errc::unavailable,
        std::string{clock_before_build} + "; it connects once the time is right");
  if (contents_.empty())
    return failure(errc::config_invalid, problem_);
  auto& wanted = x.query.fingerprint;
  for (auto& content : contents_) {
    auto found = content->identity_of(x.realm, x.query, options.now_ms());
    if (found && (wanted.empty() || found->fingerprint == wanted))
      return *found;
    if (!found && wanted.empty())
      return found.error();
  }
  return failure(errc::not_found, "the key that was used before is not known any more");
}

vault_view vault_state::view() const {
  auto out = contents_.empty() ? vault_view{} : contents_.front()->view();
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
  auto before = contents_.empty() ? nullptr : contents_.front().get();
  contents_.push_front(std::make_shared<const vault_content>(*places_, before));
  if (contents_.size() > states_max)
    contents_.pop_back();
  log::info("vault.opened", "certificates", contents_.front()->view().certificates.size());
}

void vault_state::tell_realms() {
  for (auto& [realm, way] : ways_)
    self->send(way, vault_changed{});
}

} // namespace troupe
