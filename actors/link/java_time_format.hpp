#pragma once

#include "actors/link/civil_time.hpp"
#include "actors/link/time_zone.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// A pattern such as `yyyy-MM-dd'T'HH:mm:ssXXX`, compiled once. The letters, their
/// counts and the English texts are those of java.time.format.DateTimeFormatter
/// (JDK 21) with the locale `en`.
class java_time_format {
public:
  /// Fails with `config_invalid`, saying what is wrong with the pattern.
  static caf::expected<java_time_format> compile(std::string_view pattern);

  /// Fails with `value_invalid` where the time has no such form, e.g. is too long
  /// for its padding.
  caf::expected<std::string> format(const instant& x, const time_zone& zone) const;

  /// Reads what the pattern describes, to the end of `text`. What the pattern
  /// leaves out is that of 1970-01-01T00:00 AM, and a time without offset or zone
  /// is one in `zone`. Nothing where the text does not fit; where the pattern has
  /// narrow texts, `B` or `v`, none does. Weeks decide nothing; a wrong weekday does
  /// not fit.
  std::optional<instant> parse(std::string_view text, const time_zone& zone) const;

  /// What one element of a pattern stands for.
  enum class field : uint8_t {
    literal,
    option_begin,
    option_end,
    era,
    year,
    year_of_era,
    week_based_year,
    quarter,
    month,
    week_of_year,
    week_of_month,
    day_of_year,
    day_of_month,
    week_in_month,
    weekday,       ///< Monday is 1; only as a text.
    local_weekday, ///< Sunday is 1.
    half_day,
    day_period,
    hour_of_day,
    clock_hour_of_day,
    hour_of_half_day,
    clock_hour_of_half_day,
    minute,
    second,
    fraction,
    nano,
    milli_of_day,
    nano_of_day,
    julian_day,
    offset,
    localized_offset,
    zone_name,
    generic_zone_name,
    zone_id,
  };
  enum class style : uint8_t { number, two_digit_year, brief, full, narrow };

  struct element {
    enum field field = field::literal;
    enum style style = style::number;
    bool signs_long = false; ///< A number longer than `least` gets a plus sign.
    uint8_t least = 1;       ///< Digits of a number; the kind of an offset.
    uint8_t most = 19;
    uint16_t pad = 0;   ///< Filled up with spaces on the left.
    std::string text{}; ///< The literal; what stands for the offset 0.
  };

private:
  std::vector<element> elements_;
};

} // namespace troupe
