#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Durations as Java reads and writes them (java.time.Duration and Period).
/// Letters may be of either case, every number may have a sign, and the whole
/// may have one in front. `text` is trimmed.
namespace troupe {

/// `P1DT2H3M4.5S`: days, hours, minutes and seconds, at least one of them. In
/// ms, what is finer is cut off; nothing where it is beyond 64 bits.
std::optional<int64_t> duration_value_of(std::string_view text);

/// `P1Y2M3W4D`, at least one of them, each within 32 bits; gives Java's own
/// text, which has no weeks: `P1Y2M25D`.
std::optional<std::string> period_value_of(std::string_view text);

/// A period, a duration behind a `T`, or both: `P1DT2H`; gives Java's texts of
/// the two, one behind the other. Here `P` and `T` are capitals.
std::optional<std::string> period_and_duration_value_of(std::string_view text);

} // namespace troupe
