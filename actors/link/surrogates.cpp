#include "actors/link/surrogates.hpp"

#include <charconv>
#include <optional>

namespace troupe {
namespace {

constexpr size_t escape_size = 6;

/// The code unit of the escape `\uXXXX` at `at`, if one stands there.
std::optional<uint16_t> code_unit(std::string_view json, size_t at) {
  auto x = json.substr(std::min(at, json.size()), escape_size);
  uint16_t unit = 0;
  if (x.size() < escape_size || !x.starts_with("\\u"))
    return std::nullopt;
  auto [end, problem] = std::from_chars(x.data() + 2, x.data() + escape_size, unit, 16);
  return problem == std::errc{} && end == x.data() + escape_size ? std::optional{unit}
                                                                 : std::nullopt;
}

bool is_leading(uint16_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_trailing(uint16_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

} // namespace

std::string with_paired_surrogates(std::string_view json) {
  std::string out{json};
  for (auto at = json.find('\\'); at < json.size(); at = json.find('\\', at)) {
    auto unit = code_unit(json, at);
    auto other = unit && is_leading(*unit) ? code_unit(json, at + escape_size) : std::nullopt;
    auto paired = other && is_trailing(*other);
    if (unit && !paired && (is_leading(*unit) || is_trailing(*unit)))
      out.replace(at, escape_size, "\\ufffd");
    at += paired ? 2 * escape_size : unit ? escape_size : 2;
  }
  return out;
}

} // namespace troupe
