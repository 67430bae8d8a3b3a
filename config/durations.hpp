#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// Reads a whole number with its unit: "500ms", "1s", "10m", "1h", "31d", "1w".
/// A leading minus is read, so that a caller can say that it is not wanted.
/// Nothing if `text` is no duration or beyond 10,000 years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// `x` in the largest unit that it fills without a rest, e.g. "90s" or "1h".
std::string duration_text(std::chrono::milliseconds x);

} // namespace troupe
