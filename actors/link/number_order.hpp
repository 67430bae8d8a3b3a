#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace troupe {

/// A number that is compared without rounding, as OpenRemote's NumberComparator
/// does it: integers of any length, doubles by their exact value. NaN is equal
/// to itself and above everything; -0.0 is 0.
class exact_number {
public:
  explicit exact_number(int64_t x) : content_{x} {}
  explicit exact_number(double x) : content_{x} {}

  /// A number of at most 1000 characters, as `parse_integer` and `parse_double`
  /// read them. Digits alone are an integer, everything else is a double.
  static std::optional<exact_number> parse(std::string_view text);

  std::weak_ordering operator<=>(const exact_number& other) const;
  bool operator==(const exact_number& other) const { return *this <=> other == 0; }

private:
  /// Beyond 64 bits: digits without leading zeros.
  struct big_integer {
    bool negative = false;
    std::string digits;
  };
  explicit exact_number(big_integer x) : content_{std::move(x)} {}

  static std::weak_ordering order(const big_integer& x, const big_integer& y);
  static std::weak_ordering order(const big_integer& x, double y);
  static std::weak_ordering order(int64_t x, double y);

  std::variant<int64_t, double, big_integer> content_;
};

} // namespace troupe
