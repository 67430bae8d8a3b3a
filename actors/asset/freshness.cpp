#include "actors/asset/freshness.hpp"

#include <algorithm>

namespace troupe {

freshness::freshness(const asset_settings& asset, time_point now) : asset_{&asset} {
  auto limited = [](auto& x) { return x.expect_every || x.expire_after; };
  if (std::none_of(asset.attributes.begin(), asset.attributes.end(), limited))
    return;
  items_.resize(asset.attributes.size());
  for (size_t i = 0; i < items_.size(); ++i)
    if (auto& expected = asset.attributes[i].expect_every) {
      items_[i].stale_at = items_[i].silent_at = now + missed_max * *expected;
      enqueue(i);
    }
}

bool freshness::limits(size_t attribute) const {
  if (items_.empty())
    return false;
  auto& settings = asset_->attributes[attribute];
  return settings.expect_every || settings.expire_after;
}

bool freshness::came(size_t attribute, time_point now, milliseconds age) {
  return set(attribute, now, milliseconds{0}, age, false);
}

bool freshness::restored(size_t attribute, time_point now, milliseconds age, bool stale) {
  return set(attribute, now, age, age, stale);
}

/// `waited`: what has passed already of the time within which the next value must come for this
/// one to stay fresh.
bool freshness::set(
    size_t attribute, time_point now, milliseconds waited, milliseconds age, bool stale) {
  auto& settings = asset_->attributes[attribute];
  auto& x = items_[attribute];
  auto left = [](milliseconds limit, milliseconds used) {
    return std::max(limit - used, milliseconds{0});
  };
  x.stale_at = x.silent_at = never;
  if (settings.expect_every) {
    x.silent_at = now + missed_max * *settings.expect_every;
    x.stale_at = now + left(missed_max * *settings.expect_every, waited);
  }
  if (settings.expire_after)
    x.stale_at = std::min(x.stale_at, now + left(*settings.expire_after, age));
  x.stale = stale || x.stale_at <= now;
  changed_ = changed_ || x.silent;
  x.silent = false;
  enqueue(attribute);
  return !x.stale;
}

void freshness::enqueue(size_t attribute) {
  auto& x = items_[attribute];
  auto at = std::min(x.stale ? never : x.stale_at, x.silent ? never : x.silent_at);
  if (at >= x.queued_at)
    return; // it will be looked at early enough
  auto number = static_cast<uint32_t>(attribute);
  if (x.queued_at != never)
    queue_.erase({x.queued_at, number});
  queue_.emplace(at, number);
  x.queued_at = at;
}

std::vector<uint32_t> freshness::pass(time_point now) {
  std::vector<uint32_t> out;
  while (!queue_.empty() && queue_.begin()->first <= now) {
    auto attribute = queue_.begin()->second;
    queue_.erase(queue_.begin());
    auto& x = items_[attribute];
    x.queued_at = never;
    if (!x.stale && x.stale_at <= now) {
      x.stale = true;
      out.push_back(attribute);
    }
    if (!x.silent && x.silent_at <= now)
      x.silent = changed_ = true;
    enqueue(attribute);
  }
  return out;
}

} // namespace troupe
