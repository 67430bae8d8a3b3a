#include "actors/link/forward_gate.hpp"

#include <charconv>
#include <cmath>

namespace troupe {
namespace {

/// Big numbers travel as JSON; a double is near enough to measure a distance.
std::optional<double> number_of(const value& x) {
  if (auto number = std::get_if<double>(&x))
    return *number;
  if (auto whole = std::get_if<int64_t>(&x))
    return static_cast<double>(*whole);
  auto json = std::get_if<json_text>(&x);
  double out = 0;
  if (!json)
    return std::nullopt;
  auto end = json->text.data() + json->text.size();
  auto [rest, failed] = std::from_chars(json->text.data(), end, out);
  return failed == std::errc{} && rest == end ? std::optional{out} : std::nullopt;
}

/// Not a number is equal to itself here, unlike in arithmetic.
bool equal(const value& x, const value& y) {
  auto a = std::get_if<double>(&x);
  auto b = std::get_if<double>(&y);
  return x == y || (a && b && std::isnan(*a) && std::isnan(*b));
}

} // namespace

bool forward_gate::is_news(const value& x) const {
  if (!last_)
    return true;
  if (settings_->deadband) {
    auto now = number_of(x);
    auto before = number_of(*last_);
    if (now && before && std::isfinite(*now) && std::isfinite(*before))
      return std::abs(*now - *before) >= *settings_->deadband;
    return !equal(x, *last_);
  }
  return settings_->on == forward_on::always || !equal(x, *last_);
}

void forward_gate::passed(const value& x, time_point now) {
  if (settings_->on == forward_on::change || settings_->deadband)
    last_ = x;
  sent(now);
}

void forward_gate::sent(time_point now) {
  if (settings_->min_interval)
    opens_ = now + *settings_->min_interval;
}

} // namespace troupe
