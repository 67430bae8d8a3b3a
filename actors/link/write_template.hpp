#pragma once

#include "actors/link/date_text.hpp"
#include "actors/link/java_format.hpp"
#include "actors/link/java_time_format.hpp"
#include "actors/link/time_zone.hpp"

#include <caf/expected.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe {

/// A value as the placeholders show it.
struct shown_value {
  std::string text;       ///< For `%VALUE%`.
  java_argument argument; ///< For `%VALUE:…%`.
};

/// A `write_value`, compiled once. Its placeholders are `%VALUE%`, `%VALUE:format%`
/// with a format of java.util.Formatter, and `%TIME%`, `%TIME±duration%`,
/// `%TIME:pattern%`, `%TIME±duration:pattern%` with a java.time.Duration and a
/// pattern of DateTimeFormatter, `EPOCH_SECONDS` or `EPOCH_MILLIS`. What is no
/// placeholder stays text, and what is inserted is never scanned again.
class write_template {
public:
  /// Patterns show the time in `zone`. Fails with `config_invalid`, naming the
  /// placeholder.
  static caf::expected<write_template> compile(std::string_view text, const time_zone& zone = {});

  /// Whether `render` looks at the argument of its value.
  bool formats_value() const;

  /// Fails with `value_invalid`, naming the placeholder, where a format does not
  /// fit the value.
  caf::expected<std::string> render(const shown_value& x, std::chrono::nanoseconds now) const;

private:
  struct shown_time {
    enum class form : uint8_t { iso, epoch_seconds, epoch_millis, pattern };
    java_duration shift;
    bool back = false;
    enum form form = form::iso;
    java_time_format pattern{};
  };
  struct plain_value {};
  struct part {
    std::string source; ///< The placeholder, or the text itself.
    std::variant<std::monostate, plain_value, java_format, shown_time> content;
  };

  caf::error add_text_and_times(std::string_view text);
  caf::expected<std::string> render(const part& x, const shown_value& y, const instant& now) const;
  caf::expected<std::string> render(const shown_time& x, const instant& now) const;

  time_zone zone_;
  std::vector<part> parts_;
};

} // namespace troupe
