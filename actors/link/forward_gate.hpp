#pragma once

#include "config/settings.hpp"
#include "schemas/value.hpp"

#include <chrono>
#include <optional>

namespace troupe {

/// Which values of one attribute go on: by change, deadband and interval.
class forward_gate {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit forward_gate(const forward_settings& x) : settings_{&x} {}

  /// Whether `x` tells more than the value that passed last.
  bool is_news(const value& x) const;

  /// When the next value may pass: `time_point::min()` if at any time.
  time_point opens() const { return opens_; }

  /// `x` goes on, if only into the queue.
  void passed(const value& x, time_point now);

  /// The value that passed last left the queue only now.
  void sent(time_point now);

  /// The value that passed last did not arrive: what comes next is news.
  void forget() { last_.reset(); }

private:
  const forward_settings* settings_;
  std::optional<value> last_; ///< That passed; none: the receiver's is not known.
  time_point opens_ = time_point::min();
};

} // namespace troupe
