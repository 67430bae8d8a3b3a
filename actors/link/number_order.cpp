#include "actors/link/number_order.hpp"

#include "actors/link/number_text.hpp"

#include <charconv>
#include <cmath>

namespace troupe {
namespace {

constexpr double beyond = 9223372036854775808.0; // 2^63

std::weak_ordering sign_order(bool negative) {
  return negative ? std::weak_ordering::less : std::weak_ordering::greater;
}

std::weak_ordering reversed(std::weak_ordering x) { return 0 <=> x; }

/// Doubles of which one may be no finite number.
std::weak_ordering order_special(double x, double y) {
  if (std::isnan(x) || std::isnan(y))
    return std::isnan(x) <=> std::isnan(y);
  return x < y   ? std::weak_ordering::less
         : x > y ? std::weak_ordering::greater
                 : std::weak_ordering::equivalent;
}

} // namespace

std::optional<exact_number> exact_number::parse(std::string_view text) {
  if (text.empty() || text.size() > number_size_max)
    return std::nullopt;
  if (auto whole = parse_integer(text))
    return exact_number{*whole};
  auto digits = text.substr(text[0] == '-' || text[0] == '+');
  if (!digits.empty() && digits.find_first_not_of("0123456789") == digits.npos) {
    digits.remove_prefix(digits.find_first_not_of('0'));
    return exact_number{big_integer{text[0] == '-', std::string{digits}}};
  }
  if (auto x = parse_double(text))
    return exact_number{*x};
  return std::nullopt;
}

std::weak_ordering exact_number::order(const big_integer& x, const big_integer& y) {
  if (x.negative != y.negative)
    return sign_order(x.negative);
  std::weak_ordering size = x.digits.size() <=> y.digits.size();
  std::weak_ordering magnitude = size != 0 ? size : x.digits <=> y.digits;
  return x.negative ? reversed(magnitude) : magnitude;
}

std::weak_ordering exact_number::order(const big_integer& x, double y) {
  if (!std::isfinite(y))
    return order_special(0, y);
  if (std::fabs(y) < beyond)
    return sign_order(x.negative);
  char buffer[400]; // the largest double has 309 digits
  auto end =
      std::to_chars(buffer, buffer + sizeof buffer, std::fabs(y), std::chars_format::fixed, 0);
  return order(x, big_integer{y < 0, std::string{buffer, end.ptr}});
}

std::weak_ordering exact_number::order(int64_t x, double y) {
  if (!std::isfinite(y))
    return order_special(0, y);
  if (y >= beyond || y < -beyond)
    return sign_order(y > 0);
  auto whole = static_cast<int64_t>(y);
  return x != whole ? std::weak_ordering{x <=> whole}
                    : order_special(0, y - static_cast<double>(whole));
}

std::weak_ordering exact_number::operator<=>(const exact_number& other) const {
  struct pair_order {
    std::weak_ordering operator()(int64_t x, int64_t y) const { return x <=> y; }
    std::weak_ordering operator()(double x, double y) const { return order_special(x, y); }
    std::weak_ordering operator()(int64_t x, double y) const { return order(x, y); }
    std::weak_ordering operator()(double x, int64_t y) const { return reversed(order(y, x)); }
    std::weak_ordering operator()(int64_t, const big_integer& y) const {
      return sign_order(!y.negative);
    }
    std::weak_ordering operator()(const big_integer& x, int64_t) const {
      return sign_order(x.negative);
    }
    std::weak_ordering operator()(const big_integer& x, double y) const { return order(x, y); }
    std::weak_ordering operator()(double x, const big_integer& y) const {
      return reversed(order(y, x));
    }
    std::weak_ordering operator()(const big_integer& x, const big_integer& y) const {
      return order(x, y);
    }
  };
  return std::visit(pair_order{}, content_, other.content_);
}

} // namespace troupe
