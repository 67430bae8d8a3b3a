#include "actors/link/decimal_parts.hpp"

#include "actors/link/number_text.hpp"

#include <algorithm>

namespace troupe {
namespace {

constexpr size_t size_max = 1000;
constexpr auto exponent_max = static_cast<int32_t>(size_max);

bool take(std::string_view& x, std::string_view any_of) {
  if (x.empty() || any_of.find(x.front()) == any_of.npos)
    return false;
  x.remove_prefix(1);
  return true;
}

/// Takes a sign off `x` and tells whether it was a minus.
bool take_minus(std::string_view& x) {
  auto negative = x.starts_with('-');
  take(x, "+-");
  return negative;
}

std::string_view take_digits(std::string_view& x) {
  auto digits = x.substr(0, x.find_first_not_of("0123456789"));
  x.remove_prefix(digits.size());
  return digits;
}

/// The number behind `e`; nothing where it has more digits than Java reads.
std::optional<int64_t> take_exponent(std::string_view& x) {
  auto negative = take_minus(x);
  auto digits = take_digits(x);
  if (digits.empty())
    return std::nullopt;
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() > 10)
    return std::nullopt;
  int64_t out = 0;
  for (auto c : digits)
    out = out * 10 + (c - '0');
  return negative ? -out : out;
}

std::string without_leading_zeros(std::string_view digits) {
  auto first = digits.find_first_not_of('0');
  return std::string{first == digits.npos ? "0" : digits.substr(first)};
}

/// `digits` with the point before the last `scale` of them.
std::string plain_text(const std::string& digits, size_t scale) {
  if (scale == 0)
    return digits;
  if (digits.size() <= scale)
    return "0." + std::string(scale - digits.size(), '0') + digits;
  auto whole = digits.size() - scale;
  return digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string scientific_text(const std::string& digits, int64_t exponent) {
  auto out = digits.substr(0, 1);
  if (digits.size() > 1)
    out.append(".").append(digits, 1);
  if (exponent != 0)
    out.append(exponent > 0 ? "E+" : "E").append(std::to_string(exponent));
  return out;
}

} // namespace

std::optional<decimal> parse_decimal(std::string_view text) {
  if (text.size() > size_max)
    return std::nullopt;
  auto ascii = with_ascii_digits(text);
  std::string_view rest{ascii};
  decimal out;
  out.negative = take_minus(rest);
  auto whole = take_digits(rest);
  auto fraction = take(rest, ".") ? take_digits(rest) : std::string_view{};
  if (whole.empty() && fraction.empty())
    return std::nullopt;
  int64_t exponent = 0;
  if (take(rest, "eE")) {
    auto written = take_exponent(rest);
    if (!written)
      return std::nullopt;
    exponent = *written;
  }
  auto scale = static_cast<int64_t>(fraction.size()) - exponent;
  if (!rest.empty() || scale != static_cast<int32_t>(scale))
    return std::nullopt;
  out.digits = without_leading_zeros(std::string{whole}.append(fraction));
  out.scale = static_cast<int32_t>(scale);
  out.negative = out.negative && out.digits != "0";
  return out;
}

std::optional<std::string> parse_big_integer(std::string_view text) {
  if (text.size() > size_max)
    return std::nullopt;
  auto ascii = with_ascii_digits(text);
  std::string_view rest{ascii};
  auto negative = take_minus(rest);
  auto digits = take_digits(rest);
  if (digits.empty() || !rest.empty())
    return std::nullopt;
  auto out = without_leading_zeros(digits);
  return negative && out != "0" ? "-" + out : out;
}

std::string to_text(const decimal& x) {
  auto exponent = static_cast<int64_t>(x.digits.size()) - 1 - x.scale;
  auto plain = x.scale >= 0 && exponent >= -6;
  return (x.negative ? "-" : "")
         + (plain ? plain_text(x.digits, static_cast<size_t>(std::max(x.scale, 0)))
                  : scientific_text(x.digits, exponent));
}

std::optional<std::string> whole_digits(const decimal& x) {
  if (x.scale < -exponent_max)
    return std::nullopt;
  auto digits = x.digits;
  if (x.scale > 0)
    digits.erase(digits.size() - std::min(digits.size(), static_cast<size_t>(x.scale)));
  else if (digits != "0")
    digits.append(static_cast<size_t>(-x.scale), '0');
  if (digits.empty() || digits == "0")
    return "0";
  return (x.negative ? "-" : "") + digits;
}

} // namespace troupe
