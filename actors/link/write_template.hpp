#pragma once

#include <caf/expected.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// A `write_value`: text with `%VALUE%` and `%TIME%`, `%TIME:EPOCH_SECONDS%`,
/// `%TIME:EPOCH_MILLIS%`. What is inserted is never scanned again.
class write_template {
public:
  /// Fails with `config_invalid` for a placeholder with a format or a shift.
  static caf::expected<write_template> compile(std::string_view text);

  std::string render(std::string_view value_text, std::chrono::nanoseconds now) const;

private:
  enum class kind : uint8_t { literal, value, time, epoch_seconds, epoch_millis };
  struct part {
    enum kind kind = kind::literal;
    std::string text;
  };

  std::vector<part> parts_;
};

} // namespace troupe
