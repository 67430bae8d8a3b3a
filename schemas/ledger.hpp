#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

/// Where every delivery went. A delivery is one message for one agent link; it
/// ends in exactly one outcome. All counters are written by the actors and read
/// by whoever looks, without asking.
namespace troupe {

/// How a delivery ends, or where it is on its way.
enum class inbound : uint8_t {
  received,            ///< All that reached the link.
  stored,              ///< In state.db, or overtaken by a newer value of the same commit.
  filtered_no_match,   ///< The message match said no.
  filtered_ignored,    ///< The converter dropped it.
  filtered_missed,     ///< The value filters found nothing, `on_miss = "keep"`.
  rejected_coercion,   ///< The value does not fit the attribute's type.
  rejected_constraint, ///< The value breaks a constraint.
  rejected_error,      ///< A filter failed, e.g. the payload is no JSON.
  dropped,             ///< Lost with an actor that crashed, or by a bound.
  at_link,             ///< In flight: in the link's mailbox.
  at_asset,            ///< In flight: in the asset's mailbox.
  at_store,            ///< In flight: in the store's mailbox or waiting for the commit.
  superseded,          ///< Of `stored`: overtaken within a commit.
  late,                ///< Of `stored`: older than the attribute's value by the device's clock, so
                       ///< a data point only, where the attribute keeps them.
  untimed,             ///< Of those that became a value: the time of receipt stands in for the
                       ///< device's, which is missing, unreadable or cannot be right.
  count_,
};

/// How a write or a forwarded value ends, or where it is on its way.
enum class outbound : uint8_t {
  requested,
  acknowledged, ///< By the broker; at QoS 0 handed to the socket.
  filtered,     ///< By the write converter or filters; forwarded: no change, or too small a one.
  rejected,     ///< Could not be converted or sent; the caller was told why.
  dropped,      ///< Lost with an actor that crashed, by a bound, or by `outbox = "drop"`.
  in_flight,    ///< Handed to the client, not yet acknowledged.
  superseded,   ///< Forwarded: a newer value came while it waited.
  expired,      ///< Forwarded: it waited longer than `outbox_max_age`.
  queued,       ///< Forwarded: waits for its interval, or for the connection.
  count_,
};

std::string_view to_string(inbound x);
std::string_view to_string(outbound x);

/// The counters of one agent link.
struct link_counters {
  std::array<std::atomic<uint64_t>, static_cast<size_t>(inbound::count_)> in{};
  std::array<std::atomic<uint64_t>, static_cast<size_t>(outbound::count_)> out{};

  std::atomic<uint64_t>& operator[](inbound x) { return in[static_cast<size_t>(x)]; }
  std::atomic<uint64_t>& operator[](outbound x) { return out[static_cast<size_t>(x)]; }
  uint64_t operator[](inbound x) const {
    return in[static_cast<size_t>(x)].load(std::memory_order_relaxed);
  }
  uint64_t operator[](outbound x) const {
    return out[static_cast<size_t>(x)].load(std::memory_order_relaxed);
  }

  void add(inbound x, uint64_t n = 1) { (*this)[x].fetch_add(n, std::memory_order_relaxed); }
  void add(outbound x, uint64_t n = 1) { (*this)[x].fetch_add(n, std::memory_order_relaxed); }
  /// The delivery leaves `from` and is next seen at `to`.
  void move(inbound from, inbound to, uint64_t n = 1) {
    add(to, n);
    (*this)[from].fetch_sub(n, std::memory_order_relaxed);
  }
  void move(outbound from, outbound to, uint64_t n = 1) {
    add(to, n);
    (*this)[from].fetch_sub(n, std::memory_order_relaxed);
  }
};

/// The counters of all the agent links that one link actor serves. A link that is served by
/// another actor from now on takes its row with it: what is still on its way through the
/// earlier one counts there, too.
class link_counter_block {
public:
  using row = std::shared_ptr<link_counters>;

  explicit link_counter_block(size_t rows) : rows_(rows) {
    for (auto& x : rows_)
      x = std::make_shared<link_counters>();
  }
  explicit link_counter_block(std::vector<row> rows) : rows_{std::move(rows)} {}

  size_t size() const { return rows_.size(); }
  link_counters& operator[](size_t i) { return *rows_[i]; }
  const link_counters& operator[](size_t i) const { return *rows_[i]; }
  const row& share(size_t i) const { return rows_[i]; }

private:
  std::vector<row> rows_; ///< None is null.
};

using link_counter_block_ptr = std::shared_ptr<link_counter_block>;

/// A value on its way to the broker: at `stage` from its making on, and dropped
/// if nobody ends it, because the actor that had it died.
class write_ticket {
public:
  write_ticket() = default;
  write_ticket(link_counter_block_ptr counters, uint32_t link, outbound stage = outbound::in_flight)
      : counters_{std::move(counters)}, link_{link}, stage_{stage} {
    (*counters_)[link_].add(stage);
  }
  write_ticket(write_ticket&&) = default;
  write_ticket& operator=(write_ticket&& x) noexcept {
    end(outbound::dropped);
    counters_ = std::move(x.counters_);
    link_ = x.link_;
    stage_ = x.stage_;
    return *this;
  }
  /// CAF wants one; no write is ever sent to two actors.
  write_ticket(const write_ticket&) {}
  ~write_ticket() { end(outbound::dropped); }

  void end(outbound outcome) {
    if (auto counters = std::exchange(counters_, nullptr))
      (*counters)[link_].move(stage_, outcome);
  }
  /// On to the next stage.
  void move(outbound stage) {
    if (counters_)
      (*counters_)[link_].move(stage_, stage);
    stage_ = stage;
  }

private:
  link_counter_block_ptr counters_;
  uint32_t link_ = 0;
  outbound stage_ = outbound::in_flight;
};

/// The counters of one agent.
struct agent_counters {
  std::atomic<uint64_t> messages{0};  ///< Received from the broker.
  std::atomic<uint64_t> unrouted{0};  ///< No link wanted them.
  std::atomic<uint64_t> dropped{0};   ///< By the inbox's bound.
  std::atomic<uint64_t> oversized{0}; ///< Longer than max_payload.
  std::atomic<uint64_t> waiting{0};   ///< In the inbox.
  std::atomic<uint64_t> routed{0};    ///< Handed to at least one link.
  std::atomic<uint64_t> bytes{0};     ///< Payload bytes received.
  std::atomic<int64_t> last_message_ms{0};
};

} // namespace troupe
