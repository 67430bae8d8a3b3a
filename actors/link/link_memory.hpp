#pragma once

#include "schemas/ledger.hpp"
#include "schemas/message_batch.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What links remember of their last messages, for whoever asks where a value went.
namespace troupe {

/// Bytes that all links of the process may use together for this.
class memory_budget {
public:
  explicit memory_budget(int64_t bytes) : left_{bytes} {}

  bool take(size_t bytes);
  void give(size_t bytes) { left_ += static_cast<int64_t>(bytes); }
  int64_t left() const { return left_; }

private:
  std::atomic<int64_t> left_;
};

using memory_budget_ptr = std::shared_ptr<memory_budget>;

/// A copy of a message. Refers to nothing that the data path waits for.
struct kept_message {
  std::string topic;
  std::string payload; ///< Its first bytes.
  size_t payload_bytes = 0;
  int64_t received_ms = 0;

  bool whole() const { return payload.size() == payload_bytes; }
};

/// How a message ended, as far as it is remembered: apart from each other, so that
/// what is passed over all day does not hide the last failure.
enum class memory_kind : uint8_t { good, filtered, failed };
constexpr size_t memory_kinds = 3;

struct remembered {
  std::optional<kept_message> message; ///< Nothing: there was none yet.
  inbound outcome = inbound::stored;
  std::string cause; ///< Of failures; never the payload.
};

/// The last messages of the links of one link actor, which writes; anyone reads.
class link_memory {
public:
  link_memory(size_t links, memory_budget_ptr budget) : links_(links), budget_{std::move(budget)} {}

  /// The last good, filtered and failed message of a link.
  std::array<remembered, memory_kinds> of(size_t link) const;

private:
  friend class batch_memory;

  /// A message that counts against the budget.
  class holder {
  public:
    explicit holder(memory_budget_ptr budget) : budget_{std::move(budget)} {}
    holder(const holder&) = delete;
    holder& operator=(const holder&) = delete;
    ~holder() { budget_->give(reserved_); }

    /// Replaces what it held. Long payloads are cut, and more so where memory is short.
    void hold(const message_batch& batch, const frame& x);
    const kept_message& content() const { return content_; }

  private:
    kept_message content_;
    memory_budget_ptr budget_;
    size_t reserved_ = 0; ///< Of the budget.
  };

  struct slot {
    std::shared_ptr<holder> message; ///< Shared by links, never with a reader.
    inbound outcome = inbound::stored;
    std::string cause;
  };
  using slots = std::array<slot, memory_kinds>;

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<slots>> links_; ///< Null: had no message yet.
  std::shared_ptr<holder> spare_;             ///< No slot has it any more.
  memory_budget_ptr budget_;
};

using link_memory_ptr = std::shared_ptr<link_memory>;

/// What one batch leaves to remember. Only the last message of each kind is copied,
/// once for all links, when the batch is done. Used by one thread.
class batch_memory {
public:
  void see(size_t link, uint32_t frame, inbound outcome, const std::string& cause);

  /// Hands it over, and is empty again.
  void settle(link_memory& to, const message_batch& batch);

private:
  struct mark {
    uint32_t frame = none;
    inbound outcome = inbound::stored;
    std::string cause;
  };
  static constexpr uint32_t none = UINT32_MAX;

  void keep(link_memory& to, const message_batch& batch, size_t link, memory_kind kind);

  std::vector<std::array<mark, memory_kinds>> marks_;
  std::vector<std::pair<size_t, memory_kind>> touched_;
  std::shared_ptr<link_memory::holder> copy_; ///< Of `copied_`, for all links.
  uint32_t copied_ = none;
};

} // namespace troupe
