#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Numbers as OpenRemote reads them from texts. Nothing here trims.
namespace troupe {

/// Characters of the longest number that is read.
constexpr size_t number_size_max = 1000;

/// Digits, sign, point and exponent; also `.5`, `5.`, `NaN`, `INF`, `-INF`,
/// `Infinity`, `-Infinity`. Beyond the range: infinite or zero.
/// Locale-independent and exact.
std::optional<double> parse_double(std::string_view text);

/// Whether `text` is a number of the JSON grammar.
bool is_json_number(std::string_view text);

/// Whether a JSON number has neither fraction nor exponent.
bool is_whole(std::string_view json_number);

/// A sign and decimal digits of any script of the Basic Multilingual Plane,
/// as Java's Long.parseLong reads them. Nothing beyond 64 bits.
std::optional<int64_t> parse_integer(std::string_view text);

/// `text` with the digits of other scripts replaced by ASCII's.
std::string with_ascii_digits(std::string_view text);

/// The whole part of a finite number that fits into 64 bits.
std::optional<int64_t> truncated(double x);

} // namespace troupe
