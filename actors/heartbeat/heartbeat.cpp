#include "actors/heartbeat/heartbeat.hpp"

#include "actors/log.hpp"
#include "actors/mqtt/reasons.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace troupe {
namespace {

constexpr size_t busy_ones_shown = 5;

bool others_depend_on(const actor_card& x) {
  constexpr std::array<std::string_view, 5> kinds{"root", "inspector", "realm", "store", "mqtt"};
  return std::find(kinds.begin(), kinds.end(), x.kind) != kinds.end();
}

} // namespace

void heartbeat_state::tick() {
  self->delayed_send(self, options.interval, caf::tick_atom::value);
  std::vector<actor_card_ptr> asked;
  for (auto& card : options.who->actors())
    if (others_depend_on(*card) && card->meter->alive)
      asked.push_back(card);
  auto missing = std::make_shared<size_t>(asked.size() + 1);
  for (auto& card : asked)
    ask(card, missing);
  answered(missing); // this actor itself
}

void heartbeat_state::ask(const actor_card_ptr& card, const round& missing) {
  auto to = caf::actor_cast<caf::actor>(card->address());
  if (!to)
    return answered(missing);
  self->request(to, options.interval, pulse_atom::value)
      .then(
          [this, missing] { answered(missing); },
          [this, missing, card](const caf::error& why) {
            auto silent = why == caf::sec::request_timeout;
            if (!silent && !is(why, errc::timed_out))
              return answered(missing); // it has ended meanwhile
            auto cause =
                silent ? "no answer within " + in_seconds(options.interval) : sentence(why);
            log::error(
                "watchdog.silent", "actor", card->title(), "cause", cause, "handling",
                card->meter->handling_since_ns == 0 ? "nothing" : card->meter->handling.name());
          });
}

void heartbeat_state::answered(const round& missing) {
  if (--*missing == 0)
    options.beat();
}

heartbeat_actor::behavior_type heartbeat(
    metered_self<heartbeat_actor, heartbeat_state> self, std::shared_ptr<meter> own,
    heartbeat_options options) {
  self->keep_meter(std::move(own));
  self->state.options = std::move(options);
  self->send(self, caf::tick_atom::value);
  return {[self](caf::tick_atom) { self->state.tick(); }};
}

std::string busy_ones(const roster& who, int64_t steady_ns, std::chrono::nanoseconds at_least) {
  std::vector<std::pair<int64_t, actor_card_ptr>> found;
  for (auto& card : who.actors())
    if (auto since = card->meter->handling_since_ns.load();
        since != 0 && steady_ns - since >= at_least.count())
      found.emplace_back(since, card);
  std::sort(found.begin(), found.end());
  found.resize(std::min(found.size(), busy_ones_shown));
  std::string out;
  for (auto& [since, card] : found)
    out.append(out.empty() ? "" : ", ")
        .append(card->title() + " has been handling `" + card->meter->handling.name() + "` for ")
        .append(std::to_string((steady_ns - since) / 1'000'000'000) + " s");
  return out;
}

} // namespace troupe
