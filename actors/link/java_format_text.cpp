#include "actors/link/java_format_text.hpp"

#include "actors/link/upper_case.hpp"
#include "schemas/errors.hpp"
#include "schemas/utf8.hpp"

#include <algorithm>

namespace troupe::formatting {

caf::error misfit(const part& x, const std::string& why) {
  return failure(errc::value_invalid, "the format " + x.text + " " + why);
}

size_t size_of_character(std::string_view x) {
  auto lead = static_cast<unsigned char>(x[0]);
  return std::min<size_t>(x.size(), lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
}

namespace {

/// The first UTF-16 units. Half a character becomes a question mark, as where Java
/// encodes it.
std::string cut(std::string_view x, size_t units) {
  std::string out;
  while (!x.empty() && units > 0) {
    auto size = size_of_character(x);
    if (size == 4 && units == 1)
      return out + '?';
    units -= size == 4 ? 2 : 1;
    out += x.substr(0, size);
    x.remove_prefix(size);
  }
  return out;
}

} // namespace

std::string in_capitals(const std::string& x) {
  std::string out;
  upper_case(x, out);
  return out;
}

std::string justified(const part& x, std::string text) {
  auto size = utf16_size(text);
  auto width = static_cast<size_t>(std::max(x.width, 0));
  if (size < width)
    text.insert(x.has('-') ? text.size() : 0, width - size, ' ');
  return text;
}

std::string general(const part& x, std::string text) {
  if (x.precision >= 0)
    text = cut(text, static_cast<size_t>(x.precision));
  return justified(x, x.capitals ? in_capitals(text) : text);
}

} // namespace troupe::formatting
