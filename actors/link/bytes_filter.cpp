#include "actors/link/bytes_filter.hpp"

#include "actors/link/filter_chain.hpp"
#include "actors/link/payload.hpp"

#include <bit>
#include <cmath>

namespace troupe {
namespace {

uint64_t read(std::string_view bytes, byte_order order) {
  uint64_t out = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    auto at = order == byte_order::big ? i : bytes.size() - 1 - i;
    out = (out << 8) | static_cast<unsigned char>(bytes[at]);
  }
  return out;
}

/// `x` where the highest bit of `mask` is the sign.
int64_t with_sign(uint64_t x, uint64_t mask) {
  auto unused = std::countl_zero(mask);
  return static_cast<int64_t>(x << unused) >> unused;
}

uint64_t all_ones(int64_t width) { return ~uint64_t{0} >> (64 - 8 * width); }

} // namespace

caf::error bytes_step::apply(step_value& x, filter_workspace& space) const {
  x = {std::monostate{}, true};
  if (!space.message)
    return {};
  auto bytes = space.message->bytes();
  auto size = static_cast<int64_t>(bytes.size());
  auto begin = field_.offset < 0 ? size + field_.offset : field_.offset;
  if (begin < 0 || begin > size - field_.width)
    return {};
  x = {number(bytes.substr(static_cast<size_t>(begin), static_cast<size_t>(field_.width))), false};
  return {};
}

value bytes_step::number(std::string_view bytes) const {
  auto raw = read(bytes, field_.endian);
  if (field_.is_float && field_.width == 4)
    return scaled(static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(raw))));
  if (field_.is_float)
    return scaled(std::bit_cast<double>(raw));
  auto mask = field_.mask.value_or(all_ones(field_.width)) & all_ones(field_.width);
  raw &= mask;
  if (field_.is_signed && mask != 0) {
    auto whole = with_sign(raw, mask) >> field_.shift;
    return field_.scale == 1 ? value{whole} : scaled(static_cast<double>(whole));
  }
  raw >>= field_.shift;
  if (field_.scale != 1)
    return scaled(static_cast<double>(raw));
  if (raw > static_cast<uint64_t>(INT64_MAX))
    return json_text{std::to_string(raw)}; // no digit is lost
  return static_cast<int64_t>(raw);
}

/// 0.1 cannot be said in binary, its reciprocal can: 3 tenths are 0.3 then.
value bytes_step::scaled(double x) const {
  auto divisor = std::round(1 / field_.scale);
  if (std::isfinite(divisor) && 1 / divisor == field_.scale)
    return x / divisor;
  return x * field_.scale;
}

} // namespace troupe
