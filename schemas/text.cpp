#include "schemas/text.hpp"

#include <cstdint>
#include <cstring>

namespace troupe {
namespace {

using byte = unsigned char;

bool continues(byte x) { return (x & 0xC0) == 0x80; }

/// Whether `b` may follow the lead byte `a` of three or four bytes.
bool fits_lead(byte a, byte b) {
  if (!continues(b))
    return false;
  switch (a) {
  case 0xE0: return b >= 0xA0;
  case 0xF0: return b >= 0x90;
  case 0xF4: return b < 0x90;
  default: return true;
  }
}

/// What stands at the front of some bytes.
struct sequence {
  size_t size;
  bool good;
};

/// A surrogate in UTF-8 is one error to the JDK, any other malformed sequence
/// ends before the first byte that cannot belong to it.
sequence front(const byte* p, size_t left) {
  auto a = p[0];
  if (a < 0x80)
    return {1, true};
  size_t want = a >= 0xC2 && a < 0xE0   ? 2
                : a >= 0xE0 && a < 0xF0 ? 3
                : a >= 0xF0 && a < 0xF5 ? 4
                                        : 0;
  if (want == 0)
    return {1, false};
  for (size_t i = 1; i < want; ++i)
    if (i == left || !(i == 1 && want > 2 ? fits_lead(a, p[i]) : continues(p[i])))
      return {i, false};
  return {want, !(a == 0xED && p[1] >= 0xA0)};
}

/// How many leading bytes are ASCII.
size_t ascii_prefix(const byte* p, size_t size) {
  size_t i = 0;
  for (uint64_t word = 0; i + sizeof word <= size; i += sizeof word) {
    std::memcpy(&word, p + i, sizeof word);
    if (word & 0x8080808080808080)
      break;
  }
  while (i < size && p[i] < 0x80)
    ++i;
  return i;
}

} // namespace

std::string_view trimmed(std::string_view x) {
  while (!x.empty() && static_cast<unsigned char>(x.front()) <= ' ')
    x.remove_prefix(1);
  while (!x.empty() && static_cast<unsigned char>(x.back()) <= ' ')
    x.remove_suffix(1);
  return x;
}

bool valid_utf8(std::string_view bytes) {
  auto p = reinterpret_cast<const byte*>(bytes.data());
  auto left = bytes.size();
  for (;;) {
    auto plain = ascii_prefix(p, left);
    p += plain;
    left -= plain;
    if (left == 0)
      return true;
    auto x = front(p, left);
    if (!x.good)
      return false;
    p += x.size;
    left -= x.size;
  }
}

std::string repaired_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    auto x = front(reinterpret_cast<const byte*>(bytes.data()), bytes.size());
    if (x.good)
      out.append(bytes.substr(0, x.size));
    else
      out.append("\xEF\xBF\xBD");
    bytes.remove_prefix(x.size);
  }
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::u32string utf32(std::string_view utf8) {
  std::u32string out;
  while (!utf8.empty()) {
    auto p = reinterpret_cast<const byte*>(utf8.data());
    auto x = front(p, utf8.size());
    char32_t c = x.size == 1 ? p[0] : p[0] & (0x7Fu >> x.size);
    for (size_t i = 1; i < x.size; ++i)
      c = (c << 6) | (p[i] & 0x3Fu);
    out += x.good ? c : U'\xFFFD';
    utf8.remove_prefix(x.size);
  }
  return out;
}

} // namespace troupe
