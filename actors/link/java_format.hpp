#pragma once

#include "actors/link/civil_time.hpp"
#include "actors/link/java_decimal.hpp"
#include "actors/link/time_zone.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe {

/// An integer of 64 bits, a Long in Java; `int32_t` is an Integer. They differ in
/// how negative ones look in octal and hexadecimal.
struct java_long {
  int64_t value = 0;
};

/// An integer beyond 64 bits: a sign and digits.
struct java_big_integer {
  std::string text;
};

/// A decimal number as it is written; no double.
struct java_big_decimal {
  std::string text;
};

/// A java.util.Date.
struct java_date {
  int64_t epoch_ms = 0;
};

/// Anything that is only good for `%s` and `%b`: its text.
struct java_object {
  std::string text;
};

/// What a format is given, by the type that it has in Java; `monostate` is null.
using java_argument = std::variant<
    std::monostate, bool, int32_t, java_long, double, std::string, java_big_integer,
    java_big_decimal, java_date, java_object>;

/// A format for one value such as `%.2f` or `%05d`, compiled once. Conversions,
/// flags and errors are those of java.util.Formatter with the locale `en`; doubles
/// are rounded half up on their shortest decimal form.
class java_format {
public:
  /// Fails with `config_invalid` for what fails in Java whatever the value, and
  /// for a width or precision above 1000.
  static caf::expected<java_format> compile(std::string_view format);

  /// Fails with `value_invalid` where a conversion does not fit the type of `x`.
  /// Dates are shown in `zone`.
  caf::expected<std::string> apply(const java_argument& x, const time_zone& zone) const;

  /// Whether the value appears at all.
  bool uses_value() const;

  /// A conversion, or plain text.
  struct part {
    std::string text;    ///< As it stands in the format.
    char conversion = 0; ///< In lower case; 0: plain text.
    char date_part = 0;  ///< The letter behind `t`.
    bool capitals = false;
    std::string flags{};
    int32_t width = -1;
    int32_t precision = -1;

    bool has(char flag) const { return flags.find(flag) != std::string::npos; }
  };

private:
  std::vector<part> parts_;
};

} // namespace troupe
