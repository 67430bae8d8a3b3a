#include "actors/asset/asset.hpp"
#include "actors/asset/silence.hpp"
#include "actors/log.hpp"

#include <algorithm>

/// How an asset's values age, and who is told when none come.
namespace troupe {

using namespace std::chrono_literals;

/// A value goes on ageing from its own time, as the wall clock tells it. Where nothing limits its
/// age any more, it is no longer stale. True: it has another quality now.
bool asset_state::take_up(size_t index, const attribute_state& known) {
  if (known.timestamp_ms == 0)
    return false;
  auto& state = slots_[index].state;
  auto stale = known.quality == quality::stale;
  state = known;
  if (stale)
    state.quality = quality::good;
  if (fresh_.limits(index)
      && !fresh_.restored(index, self->clock().now(), age_of(known.timestamp_ms), stale))
    state.quality = quality::stale;
  return state.quality != known.quality;
}

/// A broker that gives a kept value again, as it does at each new connection, tells nothing of
/// the device: what may go stale does not become fresh by it.
bool asset_state::repeats(const attribute_update& x) const {
  auto& state = slots_[x.attribute].state;
  auto dated = x.time_source == time_source::device && x.timestamp_ms != state.timestamp_ms;
  return x.retained && !dated && fresh_.limits(x.attribute) && state.timestamp_ms != 0
         && state.content == x.content;
}

/// None where the wall clock stands before it.
milliseconds asset_state::age_of(int64_t timestamp_ms) const {
  constexpr uint64_t longest = INT64_MAX / 1'000'000; // in nanoseconds, too
  auto now = options.now_ms();
  if (timestamp_ms >= now)
    return 0ms;
  auto age = static_cast<uint64_t>(now) - static_cast<uint64_t>(timestamp_ms);
  return milliseconds{static_cast<int64_t>(std::min(age, longest))};
}

void asset_state::tick() {
  auto stale = fresh_.pass(self->clock().now());
  state_batch out;
  for (auto index : stale) {
    slots_[index].state.quality = quality::stale;
    if (slots_[index].state.timestamp_ms == 0)
      continue; // there is no value to keep
    out.items.push_back(row_of(index, 0));
    out.items.back().data_point = false;
  }
  keep(std::move(out));
  publish(stale);
  if (fresh_.take_change())
    note_silence();
  report();
}

void asset_state::note_silence() {
  auto before = silences_.empty();
  auto last = [this](size_t i) { return slots_[i].state.timestamp_ms; };
  silences_ = silences(options.realm, *options.asset, fresh_, last, started_ms_);
  if (before && !silences_.empty())
    log::warn(
        "asset.silent", "realm", options.realm, "asset", options.asset->id, "agent",
        silences_.front().agent, "attribute", silences_.front().attributes.front(), "attributes",
        silences_.front().count);
  else if (!before && silences_.empty())
    log::info("asset.heard", "realm", options.realm, "asset", options.asset->id);
}

/// Wants a tick earlier than the realm knows. As long as values come it does not: the tick comes
/// when the first of them could have become stale.
void asset_state::tell() {
  if (fresh_.next() < told_)
    report();
}

void asset_state::report() {
  told_ = fresh_.next();
  if (wiring.realm && !fresh_.empty())
    self->send(wiring.realm, freshness_report{wiring.number, told_, silences_});
}

} // namespace troupe
