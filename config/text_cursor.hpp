#pragma once

#include "schemas/ascii.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe {

/// The front of a text that is read from left to right.
struct text_cursor {
  std::string_view rest;

  bool at(char c) const { return !rest.empty() && rest[0] == c; }

  bool take(char c) {
    if (!at(c))
      return false;
    rest.remove_prefix(1);
    return true;
  }

  bool take(std::string_view text) {
    if (!rest.starts_with(text))
      return false;
    rest.remove_prefix(text.size());
    return true;
  }

  /// Takes a sign, where there is one, and tells whether it was a minus.
  bool take_minus() {
    auto negative = take('-');
    if (!negative)
      take('+');
    return negative;
  }

  /// How many digits stand at the front, at most `most`.
  size_t digits(size_t most) const {
    size_t n = 0;
    while (n < rest.size() && n < most && is_digit(rest[n]))
      ++n;
    return n;
  }

  std::string_view take_digits() {
    auto out = rest.substr(0, digits(rest.size()));
    rest.remove_prefix(out.size());
    return out;
  }

  /// A number of `least` to `most` digits; nothing, and nothing taken, if it
  /// has fewer or goes beyond 64 bits.
  std::optional<int64_t> take_number(size_t least, size_t most) {
    auto n = digits(most);
    int64_t x = 0;
    if (n < least || std::from_chars(rest.data(), rest.data() + n, x).ec != std::errc{})
      return std::nullopt;
    rest.remove_prefix(n);
    return x;
  }

  /// The number of exactly `size` digits, up to `limit`; else nothing is taken.
  std::optional<int64_t> take_digits(size_t size, int64_t limit) {
    auto before = rest;
    auto x = take_number(size, size);
    if (x && *x <= limit)
      return x;
    rest = before;
    return std::nullopt;
  }

  /// `least` to nine digits behind a point, as billionths.
  std::optional<int32_t> take_billionths(size_t least) {
    auto n = digits(9);
    if (n < least)
      return std::nullopt;
    int32_t x = 0;
    for (size_t i = 0; i < 9; ++i)
      x = x * 10 + (i < n ? rest[i] - '0' : 0);
    rest.remove_prefix(n);
    return x;
  }
};

} // namespace troupe
