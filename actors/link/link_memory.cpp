#include "actors/link/link_memory.hpp"

#include <algorithm>

namespace troupe {
namespace {

constexpr size_t payload_bytes_kept_max = 4096;
constexpr size_t payload_bytes_kept_min = 128; // also where the budget is spent

memory_kind kind_of(inbound outcome) {
  switch (outcome) {
  case inbound::filtered_no_match:
  case inbound::filtered_ignored:
  case inbound::filtered_missed: return memory_kind::filtered;
  case inbound::rejected_coercion:
  case inbound::rejected_constraint:
  case inbound::rejected_error: return memory_kind::failed;
  default: return memory_kind::good;
  }
}

} // namespace

bool memory_budget::take(size_t bytes) {
  auto wanted = static_cast<int64_t>(bytes);
  if (left_.fetch_sub(wanted) >= wanted)
    return true;
  left_.fetch_add(wanted);
  return false;
}

void link_memory::holder::hold(const message_batch& batch, const frame& x) {
  auto text = batch.payload(x);
  auto size = std::min(text.size(), payload_bytes_kept_max);
  if (size > reserved_ && budget_->take(size - reserved_))
    reserved_ = size;
  size = std::min(size, std::max(reserved_, payload_bytes_kept_min));
  content_.topic.assign(batch.topic(x));
  content_.payload.assign(text.substr(0, size));
  content_.payload_bytes = text.size();
  content_.received_ms = x.received_ms;
}

std::array<remembered, memory_kinds> link_memory::of(size_t link) const {
  std::array<remembered, memory_kinds> out;
  std::lock_guard guard{mutex_};
  if (link >= links_.size() || !links_[link])
    return out;
  for (size_t i = 0; i < memory_kinds; ++i)
    if (auto& x = (*links_[link])[i]; x.message)
      out[i] = {x.message->content(), x.outcome, x.cause};
  return out;
}

void batch_memory::see(size_t link, uint32_t frame, inbound outcome, const std::string& cause) {
  if (link >= marks_.size())
    marks_.resize(link + 1);
  auto kind = kind_of(outcome);
  auto& x = marks_[link][static_cast<size_t>(kind)];
  if (x.frame == none)
    touched_.emplace_back(link, kind);
  x.frame = frame;
  x.outcome = outcome;
  if (kind == memory_kind::failed)
    x.cause = cause;
}

void batch_memory::settle(link_memory& to, const message_batch& batch) {
  {
    std::lock_guard guard{to.mutex_};
    for (auto [link, kind] : touched_)
      keep(to, batch, link, kind);
  }
  touched_.clear();
  copy_.reset();
  copied_ = none;
}

void batch_memory::keep(
    link_memory& to, const message_batch& batch, size_t link, memory_kind kind) {
  auto& x = marks_[link][static_cast<size_t>(kind)];
  auto frame = std::exchange(x.frame, none);
  if (frame != copied_) {
    copy_ = to.spare_ ? std::move(to.spare_) : std::make_shared<link_memory::holder>(to.budget_);
    to.spare_.reset();
    copy_->hold(batch, batch.frames[frame]);
    copied_ = frame;
  }
  if (!to.links_[link])
    to.links_[link] = std::make_unique<link_memory::slots>();
  auto& place = (*to.links_[link])[static_cast<size_t>(kind)];
  if (place.message.use_count() == 1)
    to.spare_ = std::move(place.message); // the next message needs no memory of its own
  place.message = copy_;
  place.outcome = x.outcome;
  place.cause.swap(x.cause);
  x.cause.clear();
}

} // namespace troupe
