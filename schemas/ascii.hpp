#pragma once

#include <algorithm>
#include <string>
#include <string_view>

/// Letters and digits of ASCII, whatever the locale; all else is left alone.
namespace troupe {

constexpr bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char32_t c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char32_t c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_letter(char32_t c) { return is_upper(c) || is_lower(c); }
constexpr bool is_letter_or_digit(char32_t c) { return is_letter(c) || is_digit(c); }

constexpr char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string ascii_upper(std::string_view x) {
  std::string out{x};
  std::transform(out.begin(), out.end(), out.begin(), to_upper);
  return out;
}

inline std::string ascii_lower(std::string_view x) {
  std::string out{x};
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

/// Whether `x` and `y` differ at most in the case of their letters.
inline bool equal_in_any_case(std::string_view x, std::string_view y) {
  auto same = [](char a, char b) { return to_lower(a) == to_lower(b); };
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), same);
}

} // namespace troupe
