#include "actors/link/forward_queue.hpp"

#include <algorithm>

namespace troupe {
namespace {

/// What a value takes in memory, about.
size_t bytes_of(const value& x) {
  constexpr size_t apart_from_text = 192;
  if (auto text = std::get_if<std::string>(&x))
    return apart_from_text + text->size();
  if (auto json = std::get_if<json_text>(&x))
    return apart_from_text + json->text.size();
  return apart_from_text;
}

} // namespace

uint64_t forward_queue::add(entry x, numbers& lost) {
  auto number = ++last_;
  insert(number, std::move(x));
  keep_bounds(lost);
  return number;
}

void forward_queue::adopt(entry x, numbers& lost) {
  insert(++last_adopted_, std::move(x));
  keep_bounds(lost);
}

/// Of two values of which one gives way, the newer one stays, whichever comes first.
void forward_queue::insert(uint64_t number, entry&& x) {
  if (x.alone) {
    auto [known, fresh] = alone_.try_emplace(x.item.forward, number);
    if (!fresh && known->second > number)
      return x.item.ticket.end(outbound::superseded);
    if (!fresh) {
      auto older = waiting_.find(std::exchange(known->second, number));
      waiting_bytes_ -= bytes_of(older->second.item.content);
      older->second.item.ticket.end(outbound::superseded);
      waiting_.erase(older);
    }
  }
  waiting_bytes_ += bytes_of(x.item.content);
  next_expiry_ = std::min(next_expiry_, x.expires);
  waiting_.emplace(number, std::move(x));
}

forward_queue::entry forward_queue::take_out(place at) {
  auto out = std::move(at->second);
  waiting_bytes_ -= bytes_of(out.item.content);
  if (out.alone)
    alone_.erase(out.item.forward);
  waiting_.erase(at);
  if (waiting_.empty())
    next_expiry_ = time_point::max();
  return out;
}

void forward_queue::lose(place at, outbound outcome, numbers& lost) {
  auto number = at->first;
  auto x = take_out(at);
  x.item.ticket.end(outcome);
  lost.emplace_back(number, x.item.forward);
}

void forward_queue::keep_bounds(numbers& lost) {
  while (waiting_.size() > messages_max || waiting_bytes_ > bytes_max)
    lose(waiting_.begin(), outbound::dropped, lost);
}

const std::pair<const uint64_t, forward_queue::entry>* forward_queue::send(size_t window) {
  if (waiting_.empty() || sent_.size() >= window || sent_bytes_ >= sent_bytes_max)
    return nullptr;
  auto number = waiting_.begin()->first;
  auto x = take_out(waiting_.begin());
  x.item.ticket.move(outbound::in_flight);
  sent_bytes_ += bytes_of(x.item.content);
  return &*sent_.emplace(number, std::move(x)).first;
}

std::optional<forward_queue::entry> forward_queue::finish(uint64_t number) {
  auto found = sent_.find(number);
  if (found == sent_.end())
    return std::nullopt;
  auto out = std::move(found->second);
  sent_bytes_ -= bytes_of(out.item.content);
  sent_.erase(found);
  return out;
}

std::vector<uint64_t> forward_queue::sent_numbers() const {
  std::vector<uint64_t> out;
  for (auto& [number, entry] : sent_)
    out.push_back(number);
  return out;
}

void forward_queue::put_back(uint64_t number, entry x, numbers& lost) {
  x.item.ticket.move(outbound::queued);
  insert(number, std::move(x));
  keep_bounds(lost);
}

void forward_queue::expire(time_point now, numbers& lost) {
  if (now < next_expiry_)
    return;
  auto next = time_point::max();
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    auto here = at++;
    if (here->second.expires <= now)
      lose(here, outbound::expired, lost);
    else
      next = std::min(next, here->second.expires);
  }
  next_expiry_ = next;
}

std::vector<forward_item> forward_queue::release() {
  std::vector<forward_item> out;
  while (!waiting_.empty())
    out.push_back(take_out(waiting_.begin()).item);
  return out;
}

void forward_queue::drop_fleeting(numbers& lost) {
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    auto here = at++;
    if (here->second.fleeting)
      lose(here, outbound::dropped, lost);
  }
}

} // namespace troupe
