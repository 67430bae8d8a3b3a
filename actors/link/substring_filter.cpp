#include "actors/link/substring_filter.hpp"

#include "actors/link/filter_chain.hpp"
#include "actors/link/step_reading.hpp"
#include "schemas/utf8.hpp"

#include <algorithm>

namespace troupe {
namespace {

/// Where a UTF-16 unit is in UTF-8.
struct place {
  size_t byte;
  bool within_pair; ///< The byte is the one after that character.
};

place place_of(std::string_view text, int64_t unit) {
  size_t at = 0;
  for (; at < text.size() && (unit > 0 || goes_on(text[at])); ++at)
    unit -= static_cast<int64_t>(utf16_units(text[at]));
  if (unit < 0) // the second half of a pair
    while (at < text.size() && goes_on(text[at]))
      ++at;
  return {at, unit < 0};
}

} // namespace

caf::error substring_step::apply(step_value& x, filter_workspace& space) const {
  auto text = text_form(x, space);
  if (!text) {
    x.content = std::monostate{};
    return {};
  }
  auto size = static_cast<int64_t>(utf16_size(*text));
  auto begin = begin_ < 0 ? std::max<int64_t>(size + 1 + begin_, 0) : begin_;
  auto end = !end_ ? size : *end_ < 0 ? std::max(size + *end_, begin) : *end_;
  if (begin > size || end > size || begin > end) {
    x = {std::monostate{}, true};
    return {};
  }
  auto first = place_of(*text, begin);
  auto last = place_of(*text, end);
  if (!(first.within_pair || last.within_pair) || begin == end) {
    x = {text->substr(first.byte, begin == end ? 0 : last.byte - first.byte), false};
    return {};
  }
  constexpr std::string_view half = "\xEF\xBF\xBD";
  auto& out = space.forms.emplace_front();
  if (first.within_pair)
    out = half;
  auto whole = last.within_pair ? last.byte - 4 : last.byte; // without the pair cut in two
  if (whole > first.byte)
    out += text->substr(first.byte, whole - first.byte);
  if (last.within_pair)
    out += half;
  x = {std::string_view{out}, false};
  return {};
}

} // namespace troupe
