#include "config/sizes.hpp"

#include <array>
#include <charconv>

namespace troupe {
namespace {

struct unit {
  std::string_view name;
  uint64_t bytes;
};

constexpr std::array<unit, 9> units{{
    {"TiB", uint64_t{1} << 40},
    {"GiB", uint64_t{1} << 30},
    {"MiB", uint64_t{1} << 20},
    {"KiB", uint64_t{1} << 10},
    {"B", 1},
    {"kB", 1'000},
    {"MB", 1'000'000},
    {"GB", 1'000'000'000},
    {"TB", 1'000'000'000'000},
}};

} // namespace

std::optional<uint64_t> parse_size(std::string_view text) {
  uint64_t count = 0;
  auto end = text.data() + text.size();
  auto [rest, problem] = std::from_chars(text.data(), end, count);
  if (problem != std::errc{})
    return std::nullopt;
  std::string_view name{rest, static_cast<size_t>(end - rest)};
  for (auto& x : units)
    if (x.name == name && count <= INT64_MAX / x.bytes)
      return count * x.bytes;
  return std::nullopt;
}

std::string size_text(uint64_t bytes) {
  for (auto& x : units)
    if (bytes % x.bytes == 0 && (bytes != 0 || x.bytes == 1))
      return std::to_string(bytes / x.bytes).append(x.name);
  return {}; // unreachable: a byte divides everything
}

} // namespace troupe
