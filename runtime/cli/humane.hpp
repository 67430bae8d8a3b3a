#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Figures as people read them.
namespace troupe::cli {

/// "350 ms", "14 s", "3 min", "5 h", "12 d": the largest unit that gives at
/// least 1, or 2 where the next smaller says more ("90 s", "119 min").
std::string span_text(int64_t ms);

/// "14 s ago", "in 3 s", "now"; "never" for 0.
std::string when_text(int64_t then_ms, int64_t now_ms);

/// "2026-11-23 21:00:00.123 UTC"; "never" for 0.
std::string time_text(int64_t ms);

/// "812 B", "1.5 MiB".
std::string bytes_text(uint64_t bytes);

/// "12 345" as "12,345".
std::string count_text(uint64_t n);

/// "1 agent", "3 agents".
std::string plural(uint64_t n, std::string_view noun);

/// Wall clock, ms since the epoch.
int64_t now_ms();

/// `x` with control characters as `\n`, `\x1b` and so on, so that what a device
/// sent cannot drive the terminal. UTF-8 passes.
std::string printable(std::string_view x);

} // namespace troupe::cli
