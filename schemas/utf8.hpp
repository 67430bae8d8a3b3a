#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

/// Characters of valid UTF-8, counted and cut; see also `schemas/text.hpp`.
namespace troupe {

/// Whether `x` goes on with a character that began before it.
constexpr bool goes_on(char x) { return (static_cast<unsigned char>(x) & 0xC0) == 0x80; }

/// The bytes at the front, at most so many, cut between characters.
inline std::string_view utf8_head(std::string_view x, size_t bytes_max) {
  auto cut = std::min(x.size(), bytes_max);
  while (cut < x.size() && cut > 0 && goes_on(x[cut]))
    --cut;
  return x.substr(0, cut);
}

inline size_t count_characters(std::string_view x) {
  return x.size() - static_cast<size_t>(std::count_if(x.begin(), x.end(), goes_on));
}

/// The UTF-16 units, which Java counts, of the character that begins with `x`; none
/// where one goes on.
constexpr size_t utf16_units(char x) {
  return goes_on(x) ? 0 : static_cast<unsigned char>(x) >= 0xF0 ? 2 : 1;
}

inline size_t utf16_size(std::string_view x) {
  size_t out = 0;
  for (auto c : x)
    out += utf16_units(c);
  return out;
}

} // namespace troupe
