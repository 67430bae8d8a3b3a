#include "config/id_ranges.hpp"

#include "config/spelling.hpp"
#include "config/text_cursor.hpp"

#include <algorithm>
#include <optional>

namespace troupe::config {
namespace {

constexpr uint64_t uncounted = 1'000'000'000'000'000'000;
constexpr size_t most_digits = 9;
constexpr size_t most_ranges = 4;

/// Numbers that follow a literal text.
struct range {
  std::string_view before;
  int64_t first = 0, last = 0;
  size_t width = 0; ///< Of digits, at least.

  uint64_t count() const { return static_cast<uint64_t>(last - first) + 1; }
};

struct pattern {
  std::vector<range> ranges;
  std::string_view end;
};

std::optional<range> range_at(text_cursor& in) {
  range out;
  auto begin = in.rest;
  if (!in.take('{'))
    return std::nullopt;
  auto digits = [&](int64_t& x) {
    auto size = in.digits(in.rest.size());
    auto padded = size > 1 && in.at('0');
    auto found = size > most_digits ? std::nullopt : in.take_number(1, most_digits);
    x = found.value_or(0);
    out.width = padded ? std::max(out.width, size) : out.width;
    return found.has_value();
  };
  if (digits(out.first) && in.take("..") && digits(out.last) && in.take('}'))
    return out;
  in.rest = begin;
  return std::nullopt;
}

std::string parse(std::string_view text, pattern& out) {
  text_cursor in{text};
  while (!in.rest.empty()) {
    auto brace = in.rest.find_first_of("{}");
    auto before = in.rest.substr(0, brace);
    in.rest.remove_prefix(before.size());
    if (in.rest.empty()) {
      out.end = before;
      break;
    }
    auto found = range_at(in);
    if (!found)
      return "has a brace that is not of a range; expected one such as {01..40}, of at most nine "
             "digits";
    if (found->first > found->last)
      return "has a range that ends before it begins, {" + std::to_string(found->first) + ".."
             + std::to_string(found->last) + "}";
    if (out.ranges.size() == most_ranges)
      return "has more than four ranges";
    found->before = before;
    out.ranges.push_back(*found);
  }
  return {};
}

} // namespace

std::string id_range_problem(std::string_view text) {
  pattern ignored;
  return parse(text, ignored);
}

uint64_t count_ids(std::string_view text) {
  pattern all;
  parse(text, all);
  uint64_t out = 1;
  for (auto& x : all.ranges)
    out = out > uncounted / x.count() ? uncounted : out * x.count();
  return out;
}

std::vector<std::string> expand_ids(std::string_view text) {
  pattern all;
  parse(text, all);
  std::vector<std::string> out{""};
  for (auto& x : all.ranges) {
    std::vector<std::string> longer;
    longer.reserve(out.size() * x.count());
    for (auto& begin : out)
      for (auto number = x.first; number <= x.last; ++number) {
        auto digits = std::to_string(number);
        auto zeros = x.width > digits.size() ? x.width - digits.size() : 0;
        longer.push_back(begin + std::string{x.before} + std::string(zeros, '0') + digits);
      }
    out = std::move(longer);
  }
  for (auto& x : out)
    x += all.end;
  return out;
}

} // namespace troupe::config
