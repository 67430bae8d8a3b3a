#include "actors/link/java_format.hpp"

#include "actors/link/java_format_date.hpp"
#include "actors/link/java_format_number.hpp"
#include "actors/link/java_format_text.hpp"
#include "schemas/text.hpp"
#include "schemas/value.hpp"

#include <bit>
#include <cmath>
#include <cstdio>

namespace troupe {
namespace {

using namespace formatting;

uint32_t folded(uint64_t x) { return static_cast<uint32_t>(x ^ (x >> 32)); }

/// java.lang.String's hash, over UTF-16 units.
uint32_t hash_of(std::string_view x) {
  uint32_t out = 0;
  while (!x.empty()) {
    auto size = size_of_character(x);
    auto c = static_cast<uint32_t>(static_cast<unsigned char>(x[0]));
    if (size > 1)
      c &= 0x7Fu >> size;
    for (size_t i = 1; i < size; ++i)
      c = c << 6 | (static_cast<unsigned char>(x[i]) & 0x3Fu);
    if (size == 4) {
      out = 31 * out + (0xD800u + ((c - 0x10000u) >> 10));
      c = 0xDC00u + (c & 0x3FFu);
    }
    out = 31 * out + c;
    x.remove_prefix(size);
  }
  return out;
}

/// One conversion, applied to a value of any type.
struct converter {
  const part& x;
  const time_zone& zone;

  bool is(std::string_view conversions) const {
    return conversions.find(x.conversion) != conversions.npos;
  }

  caf::error unfit(const char* type) const {
    return misfit(x, std::string{"does not fit "} + type);
  }

  text_result hash(uint32_t value) const {
    char text[16];
    std::snprintf(text, sizeof text, "%x", static_cast<unsigned>(value));
    return general(x, text);
  }

  text_result whole(int64_t value, uint64_t bits, uint32_t hash_value) const {
    if (is("dox"))
      return native_integer(x, value, bits);
    return x.conversion == 'h' ? hash(hash_value) : general(x, std::to_string(value));
  }

  text_result character(int64_t code_point) const {
    std::string out;
    if (code_point < 0 || code_point > 0x10FFFF)
      return unfit("an integer that is no character");
    if (code_point >= 0xD800 && code_point < 0xE000)
      out = "?"; // half a character, as where Java encodes it
    else
      append_utf8(out, static_cast<char32_t>(code_point));
    return general(x, out);
  }

  text_result operator()(std::monostate) const {
    if (x.conversion == 'b')
      return general(x, "false");
    return general(x, "null");
  }

  text_result operator()(bool value) const {
    if (!is("bsh"))
      return unfit("a boolean");
    return x.conversion == 'h' ? hash(value ? 1231 : 1237) : general(x, value ? "true" : "false");
  }

  text_result operator()(int32_t value) const {
    if (x.conversion == 'b')
      return general(x, "true");
    if (x.conversion == 'c')
      return character(value);
    if (!is("doxsh"))
      return unfit("an integer");
    return whole(value, static_cast<uint32_t>(value), static_cast<uint32_t>(value));
  }

  text_result operator()(java_long in) const {
    if (x.conversion == 'b')
      return general(x, "true");
    if (x.conversion == 't')
      return date(x, in.value, zone);
    if (!is("doxsh"))
      return unfit("a long");
    auto bits = static_cast<uint64_t>(in.value);
    return whole(in.value, bits, folded(bits));
  }

  text_result operator()(double value) const {
    if (is("efga"))
      return number(x, value);
    if (x.conversion == 'b')
      return general(x, "true");
    if (!is("sh"))
      return unfit("a number, which is never an integer here");
    if (x.conversion == 's')
      return general(x, to_java_text(value));
    auto nan = uint64_t{0x7FF8000000000000};
    return hash(folded(std::isnan(value) ? nan : std::bit_cast<uint64_t>(value)));
  }

  text_result operator()(const std::string& value) const {
    if (!is("bsh"))
      return unfit("a text");
    return x.conversion == 'h' ? hash(hash_of(value))
                               : general(x, x.conversion == 'b' ? "true" : value);
  }

  text_result operator()(const java_big_integer& value) const {
    if (is("dox"))
      return big_integer(x, value.text);
    if (!is("bs"))
      return unfit("a big integer");
    return general(x, x.conversion == 'b' ? "true" : value.text);
  }

  text_result operator()(const java_big_decimal& value) const {
    if (is("efg")) {
      auto number = parse_decimal(value.text);
      return number ? decimal_number(x, java_decimal_of(*number)) : unfit("no number");
    }
    if (!is("bs"))
      return unfit("a big number");
    return general(x, x.conversion == 'b' ? "true" : value.text);
  }

  text_result operator()(const java_date& value) const {
    if (x.conversion == 't')
      return date(x, value.epoch_ms, zone);
    if (x.conversion == 'h')
      return hash(folded(static_cast<uint64_t>(value.epoch_ms)));
    if (!is("bs"))
      return unfit("a date");
    if (x.conversion == 'b')
      return general(x, "true");
    auto text = plain_date(value.epoch_ms, zone);
    return text ? general(x, *text) : text;
  }

  text_result operator()(const java_object& value) const {
    if (!is("bs"))
      return unfit("an object or array");
    return general(x, x.conversion == 'b' ? "true" : value.text);
  }
};

} // namespace

caf::expected<std::string>
java_format::apply(const java_argument& argument, const time_zone& zone) const {
  std::string out;
  for (auto& x : parts_) {
    if (x.conversion == 0) {
      out += x.text;
    } else if (x.conversion == 'n') {
      out += '\n';
    } else if (x.conversion == '%') {
      out += justified(x, "%");
    } else {
      auto text = std::visit(converter{x, zone}, argument);
      if (!text)
        return text;
      out += *text;
    }
  }
  return out;
}

} // namespace troupe
