#include "actors/vault/vault.hpp"

#include "actors/log.hpp"
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
  auto places = find_stores(*options.config);
  auto failed = places ? make_missing_stores(*places) : places.error();
  if (failed)
    problem_ = sentence(failed);
  if (places) {
    places_ = std::move(*places);
    opened_ = seen_ = stamps_of(places_);
    content_ = std::make_shared<vault_content>(places_);
    self->delayed_send(self, look_interval, look_atom::value);
  }
  for (auto& problem : view().problems)
    log::warn("vault.problem", "cause", problem);
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
        "the clock stands before the day this program was built, so no certificate can be judged; "
        "it connects once the time is right");
  auto& content = x.query.earlier ? earlier_ : content_;
  if (!content)
    return failure(errc::config_invalid, x.query.earlier ? "there is no earlier key" : problem_);
  auto found = content->identity_of(x.realm, x.query, options.now_ms());
  if (!found)
    return found.error();
  return *found;
}

vault_view vault_state::view() const {
  auto out = content_ ? content_->view() : vault_view{};
  if (!problem_.empty())
    out.problems.push_back(problem_);
  if (clock_is_wrong())
    out.problems.push_back("the clock stands before the day this program was built");
  return out;
}

void vault_state::look() {
  self->delayed_send(self, look_interval, look_atom::value);
  auto now = stamps_of(places_);
  auto rested = now == std::exchange(seen_, now);
  if (rested && now != opened_)
    open_anew();
  if (std::exchange(clock_was_wrong_, clock_is_wrong()) && !clock_was_wrong_)
    tell_realms();
}

/// keytool rewrites in place: what does not open may be half written, and what served
/// goes on serving.
void vault_state::open_anew() {
  opened_ = seen_;
  auto fresh = std::make_shared<vault_content>(places_);
  problem_ = fresh->broken();
  if (!problem_.empty()) {
    problem_ += "; what was read before stays in use";
    log::error("vault.unreadable", "cause", problem_);
    return;
  }
  earlier_ = std::exchange(content_, std::move(fresh));
  log::info("vault.changed", "certificates", content_->view().certificates.size());
  tell_realms();
}

void vault_state::tell_realms() {
  for (auto& [realm, way] : ways_)
    self->send(way, vault_changed{});
}

} // namespace troupe
