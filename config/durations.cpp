#include "config/durations.hpp"

#include <array>
#include <charconv>

namespace troupe {
namespace {

struct unit {
  std::string_view name;
  int64_t ms;
};

constexpr std::array<unit, 6> units{{
    {"w", 604'800'000},
    {"d", 86'400'000},
    {"h", 3'600'000},
    {"m", 60'000},
    {"s", 1'000},
    {"ms", 1},
}};

constexpr int64_t longest_ms = 10'000 * int64_t{31'536'000'000};

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  int64_t count = 0;
  auto end = text.data() + text.size();
  auto [rest, problem] = std::from_chars(text.data(), end, count);
  if (problem != std::errc{})
    return std::nullopt;
  std::string_view name{rest, static_cast<size_t>(end - rest)};
  for (auto& x : units)
    if (x.name == name && count <= longest_ms / x.ms && count >= -longest_ms / x.ms)
      return std::chrono::milliseconds{count * x.ms};
  return std::nullopt;
}

std::string duration_text(std::chrono::milliseconds x) {
  if (x.count() == 0)
    return "0s";
  for (auto& u : units)
    if (x.count() % u.ms == 0)
      return std::to_string(x.count() / u.ms).append(u.name);
  return {}; // unreachable: the last unit divides everything
}

} // namespace troupe
