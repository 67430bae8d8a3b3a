#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// Reads a whole number with its unit, in bytes: "512B", "10kB" (1,000),
/// "64MiB" (1,048,576 each), up to TB and TiB. Nothing if `text` is no size or
/// beyond 63 bits.
std::optional<uint64_t> parse_size(std::string_view text);

/// `bytes` in the largest binary unit that it fills without a rest, e.g. "64MiB".
std::string size_text(uint64_t bytes);

} // namespace troupe
