#include "actors/agent/inbox.hpp"

#include "actors/log.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>

namespace troupe {
namespace {

constexpr size_t batch_frames_max = 512;
constexpr size_t batch_bytes_max = 128 << 10;

uint64_t weight(const message_batch& x) { return x.bytes.size() + x.frames.size() * sizeof(frame); }

bool only_qos_0(const message_batch& x) {
  return std::all_of(x.frames.begin(), x.frames.end(), [](auto& f) { return f.qos == 0; });
}

} // namespace

inbox::inbox(inbox_limits limits, std::shared_ptr<agent_counters> counters, int64_t (*now_ms)())
    : limits_{limits}, counters_{std::move(counters)}, now_ms_{now_ms} {}

inbox::~inbox() {
  for (auto& batch : batches_)
    drop(*batch);
}

void inbox::drop(const message_batch& x) {
  counters_->dropped.fetch_add(x.frames.size(), std::memory_order_relaxed);
  counters_->waiting.fetch_sub(x.frames.size(), std::memory_order_relaxed);
}

void inbox::owner(const agent_actor& x) {
  std::lock_guard guard{mutex_};
  owner_ = caf::actor_cast<caf::weak_actor_ptr>(x);
  idle_ = true;
  if (!batches_.empty())
    wake();
}

bool inbox::take(const incoming_message& x) {
  auto now = now_ms_();
  counters_->messages.fetch_add(1, std::memory_order_relaxed);
  counters_->bytes.fetch_add(x.payload.size(), std::memory_order_relaxed);
  counters_->last_message_ms.store(now, std::memory_order_relaxed);
  if (x.payload.size() > limits_.payload_bytes) {
    counters_->oversized.fetch_add(1, std::memory_order_relaxed);
    std::lock_guard guard{mutex_};
    if (idle_)
      wake(); // to say so
    return true;
  }
  std::lock_guard guard{mutex_};
  if (closed_) {
    counters_->messages.fetch_sub(1, std::memory_order_relaxed);
    return false; // at QoS 1 and 2 the broker keeps it
  }
  auto size = x.topic.size() + x.payload.size() + sizeof(frame);
  if (!make_room(size, x.qos)) {
    if (x.qos == 0) { // behind messages that must stay: the broker will not send it again
      counters_->dropped.fetch_add(1, std::memory_order_relaxed);
      return true;
    }
    counters_->messages.fetch_sub(1, std::memory_order_relaxed); // it will come again
    return false;
  }
  auto& batch = open_batch();
  frame f;
  f.sequence = ++sequence_;
  f.received_ms = now;
  f.topic_begin = static_cast<uint32_t>(batch.bytes.size());
  f.topic_size = static_cast<uint16_t>(x.topic.size());
  f.payload_begin = f.topic_begin + f.topic_size;
  f.payload_size = static_cast<uint32_t>(x.payload.size());
  f.packet_id = x.packet_id;
  f.qos = x.qos;
  f.dup = x.dup;
  f.retain = x.retain;
  batch.bytes.append(x.topic).append(x.payload);
  batch.frames.push_back(f);
  bytes_ += size;
  counters_->waiting.fetch_add(1, std::memory_order_relaxed);
  if (idle_)
    wake();
  return true;
}

bool inbox::make_room(uint64_t size, uint8_t qos) {
  while (bytes_ + size > limits_.bytes) {
    if (qos > 0 || batches_.empty() || !only_qos_0(*batches_.front()))
      return batches_.empty();
    drop(*batches_.front());
    bytes_ -= weight(*batches_.front());
    batches_.pop_front();
  }
  return true;
}

message_batch& inbox::open_batch() {
  if (batches_.empty() || batches_.back()->frames.size() >= batch_frames_max
      || batches_.back()->bytes.size() >= batch_bytes_max)
    batches_.push_back(std::make_unique<message_batch>());
  return *batches_.back();
}

void inbox::wake() {
  if (auto to = caf::actor_cast<agent_actor>(owner_)) {
    idle_ = false;
    caf::anon_send(to, drain_atom::value);
  }
}

bool inbox::can_fetch() const {
  return !batches_.empty() && (closed_ || outstanding_ <= limits_.outstanding_bytes);
}

void inbox::close() {
  std::lock_guard guard{mutex_};
  closed_ = true;
}

bool inbox::rest() {
  std::lock_guard guard{mutex_};
  idle_ = !can_fetch();
  return idle_;
}

message_batch_ptr inbox::fetch() {
  std::lock_guard guard{mutex_};
  if (!can_fetch())
    return nullptr;
  auto batch = std::move(batches_.front());
  batches_.pop_front();
  auto size = weight(*batch);
  bytes_ -= size;
  outstanding_ += size;
  counters_->waiting.fetch_sub(batch->frames.size(), std::memory_order_relaxed);
  batch->released = [weak = weak_from_this()](const message_batch& x) {
    if (auto self = weak.lock())
      self->released(x);
  };
  return message_batch_ptr{std::move(batch)};
}

void inbox::released(const message_batch& x) {
  std::lock_guard guard{mutex_};
  outstanding_ -= weight(x);
  if (idle_ && !batches_.empty() && outstanding_ <= limits_.outstanding_bytes / 2)
    wake();
}

uint64_t inbox::waiting_bytes() const {
  std::lock_guard guard{mutex_};
  return bytes_;
}

} // namespace troupe
