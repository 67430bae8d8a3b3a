#pragma once

#include <caf/mailbox_element.hpp>

#include <atomic>
#include <cstdint>
#include <string>

namespace troupe {

/// Which message an actor is at. The actor sets it before each handler and anyone
/// reads it at any moment: what it points at lives as long as the process.
class message_mark {
public:
  /// `x` is about to be handled.
  void set(const caf::mailbox_element& x) {
    if (x.mid.is_response() || x.content().size() == 0)
      return set(0, "answer");
    auto& content = x.content();
    auto [number, type] = content.type(0);
    if (number == caf::type_nr<caf::atom_value>::value)
      set(static_cast<uint64_t>(content.get_as<caf::atom_value>(0)), nullptr);
    else
      set(0, type ? type->name() : caf::numbered_type_names[number - 1]);
  }

  /// The atom it begins with ("commit"), or its type ("state_batch"); empty: none yet.
  std::string name() const;

private:
  void set(uint64_t word, const char* type) {
    word_.store(word, std::memory_order_relaxed);
    type_.store(type, std::memory_order_relaxed);
  }

  std::atomic<uint64_t> word_{0};          ///< Of an atom; 0: it begins with none.
  std::atomic<const char*> type_{nullptr}; ///< As the compiler or CAF writes it.
};

} // namespace troupe
