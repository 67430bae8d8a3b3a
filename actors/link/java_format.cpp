#include "actors/link/java_format.hpp"

#include "actors/link/java_time_format.hpp"
#include "actors/link/upper_case.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"
#include "schemas/value.hpp"

#include <bit>
#include <charconv>
#include <cmath>

namespace troupe {
namespace {

using part = java_format::part;
using text_result = caf::expected<std::string>;

caf::error misfit(const part& x, const std::string& why) {
  return failure(errc::value_invalid, "the format " + x.text + " " + why);
}

// -- texts --------------------------------------------------------------------

/// Bytes of the character at the front of valid UTF-8.
size_t size_of_character(std::string_view x) {
  auto lead = static_cast<unsigned char>(x[0]);
  return std::min<size_t>(x.size(), lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
}

/// In UTF-16 units, which Java counts.
size_t length(std::string_view x) {
  size_t out = 0;
  for (; !x.empty(); ++out) {
    auto size = size_of_character(x);
    out += size == 4;
    x.remove_prefix(size);
  }
  return out;
}

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

std::string in_capitals(const std::string& x) {
  std::string out;
  upper_case(x, out);
  return out;
}

std::string justified(const part& x, std::string text) {
  auto size = length(text);
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

// -- numbers ------------------------------------------------------------------

std::string sign_before(const part& x, bool negative) {
  return negative ? (x.has('(') ? "(" : "-") : x.has('+') ? "+" : x.has(' ') ? " " : "";
}

std::string finished(const part& x, bool negative, std::string text) {
  if (negative && x.has('('))
    text += ')';
  return justified(x, std::move(text));
}

/// Appends digits with their grouping to a sign, and zeros between the two as far
/// as the width goes, of which `used` is taken by what comes behind.
void append_digits(
    std::string& out, const part& x, bool negative, std::string_view digits, size_t used) {
  auto begin = out.size();
  auto point = std::min(digits.find('.'), digits.size());
  for (size_t i = 0; i < digits.size(); ++i) {
    out += digits[i];
    if (x.has(',') && i + 1 < point && (point - i) % 3 == 1)
      out += ',';
  }
  used += negative && x.has('(');
  auto width = static_cast<size_t>(std::max(x.width, 0));
  if (x.has('0') && out.size() + used < width)
    out.insert(begin, width - used - out.size(), '0');
}

text_result decimal_integer(const part& x, bool negative, std::string_view digits) {
  auto out = sign_before(x, negative);
  append_digits(out, x, negative, digits, 0);
  return finished(x, negative, out);
}

/// `magnitude` in base 8 or 16; `used` as above.
std::string with_base(const part& x, std::string out, const std::string& magnitude, size_t used) {
  if (x.has('#'))
    out += x.conversion == 'x' ? "0x" : "0";
  auto size = out.size() + magnitude.size() + used;
  auto width = static_cast<size_t>(std::max(x.width, 0));
  if (x.has('0') && size < width)
    out.append(width - size, '0');
  out += magnitude;
  return x.capitals ? in_capitals(out) : out;
}

/// Negative numbers are shown as their two's complement of 32 or 64 bits.
text_result native_integer(const part& x, int64_t value, uint64_t bits) {
  if (x.conversion == 'd') {
    auto text = std::to_string(value);
    return decimal_integer(x, value < 0, value < 0 ? std::string_view{text}.substr(1) : text);
  }
  for (auto flag : {'(', '+', ' '})
    if (x.has(flag))
      return misfit(x, "has the flag " + std::string(1, flag) + ", which is for big integers only");
  char digits[32];
  auto base = x.conversion == 'x' ? 16 : 8;
  auto end = std::to_chars(digits, digits + sizeof digits, bits, base).ptr;
  return justified(x, with_base(x, "", {digits, end}, 0));
}

text_result big_integer(const part& x, std::string_view text) {
  auto negative = text.starts_with('-');
  text.remove_prefix(negative || text.starts_with('+'));
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.empty() ? 0 : text.size() - 1));
  if (x.conversion == 'd')
    return decimal_integer(x, negative, text);
  auto magnitude = to_base(text, x.conversion == 'x' ? 16 : 8);
  return finished(
      x, negative, with_base(x, sign_before(x, negative), magnitude, negative && x.has('(')));
}

text_result decimal_number(const part& x, java_decimal value) {
  constexpr int64_t exponent_max = 10'000;
  auto precision = x.precision < 0 ? 6 : x.precision;
  auto scientific = x.conversion == 'e';
  if (x.conversion == 'g') {
    precision = std::max(precision, 1);
    value.round(precision);
    auto exponent = value.is_zero() ? 0 : value.exponent - 1;
    scientific = exponent < -4 || exponent >= precision;
    precision = static_cast<int32_t>(precision - 1 - (scientific ? 0 : exponent));
  }
  if (!scientific && value.exponent > exponent_max)
    return misfit(x, "would have more than 10000 digits");
  std::string digits, exponent_text;
  if (scientific) {
    int64_t exponent = 0;
    digits = scientific_text(value, precision, exponent);
    auto size = std::to_string(std::abs(exponent));
    exponent_text = std::string{x.capitals ? "E" : "e"} + (exponent < 0 ? '-' : '+')
                    + (size.size() < 2 ? "0" : "") + size;
  } else {
    digits = fixed_text(value, precision);
  }
  if (x.has('#') && precision == 0)
    digits += '.';
  auto out = sign_before(x, value.negative);
  append_digits(out, x, value.negative, digits, exponent_text.size());
  return finished(x, value.negative, out + exponent_text);
}

/// The bits of a double as `1.8p1`, without a sign; at most `precision` digits, to
/// which half is rounded to even, where it is from 1 to 12.
std::string hexadecimal(double value, int precision) {
  value = std::fabs(value);
  if (value == 0)
    return "0.0p0";
  auto shift = 0;
  if (precision > 0 && precision < 13) {
    if (value < std::numeric_limits<double>::min()) {
      shift = 54;
      value = std::ldexp(value, shift);
    }
    auto bits = std::bit_cast<uint64_t>(value);
    auto dropped = 52 - 4 * precision;
    auto rest = bits & ((uint64_t{1} << dropped) - 1);
    auto half = uint64_t{1} << (dropped - 1);
    bits >>= dropped;
    if (rest > half || (rest == half && (bits & 1) != 0))
      ++bits;
    value = std::bit_cast<double>(bits << dropped);
    if (std::isinf(value))
      return "1.0p1024";
  }
  auto bits = std::bit_cast<uint64_t>(value);
  auto exponent = static_cast<int>(bits >> 52);
  auto subnormal = exponent == 0;
  char digits[32];
  std::snprintf(
      digits, sizeof digits, "%013llx", static_cast<unsigned long long>(bits & 0xFFFFFFFFFFFFFULL));
  std::string mantissa = digits;
  mantissa.erase(std::max<size_t>(mantissa.find_last_not_of('0') + 1, 1));
  return (subnormal ? "0." : "1.") + mantissa + "p"
         + std::to_string((subnormal ? -1022 : exponent - 1023) - shift);
}

text_result hexadecimal_number(const part& x, double value) {
  auto precision = x.precision == 0 ? 1 : std::max(x.precision, 0);
  auto negative = std::signbit(value);
  auto text = hexadecimal(value, precision);
  auto mark = text.find('p');
  auto behind_point = mark - text.find('.') - 1;
  auto out = sign_before(x, negative) + "0x";
  auto size = out.size() + text.size();
  auto width = static_cast<size_t>(std::max(x.width, 0));
  if (x.has('0') && size < width)
    out.append(width - size, '0');
  out += text.substr(0, mark);
  if (static_cast<size_t>(precision) > behind_point)
    out.append(static_cast<size_t>(precision) - behind_point, '0');
  out += text.substr(mark);
  return justified(x, x.capitals ? in_capitals(out) : out);
}

text_result number(const part& x, double value) {
  if (std::isfinite(value))
    return x.conversion == 'a' ? hexadecimal_number(x, value)
                               : decimal_number(x, decimal_of(value));
  if (std::isnan(value))
    return justified(x, x.capitals ? "NAN" : "NaN");
  auto negative = value < 0;
  return finished(x, negative, sign_before(x, negative) + (x.capitals ? "INFINITY" : "Infinity"));
}

// -- hashes -------------------------------------------------------------------

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

// -- dates --------------------------------------------------------------------

/// The pattern of java.time for a part of a date; empty where it has none.
std::string_view pattern_of(char date_part) {
  switch (date_part) {
  case 'H': return "HH";
  case 'I': return "hh";
  case 'k': return "H";
  case 'l': return "h";
  case 'M': return "mm";
  case 'S': return "ss";
  case 'L': return "SSS";
  case 'N': return "SSSSSSSSS";
  case 'p': return "a";
  case 'z': return "xx";
  case 'Z': return "z";
  case 'a': return "EEE";
  case 'A': return "EEEE";
  case 'b':
  case 'h': return "MMM";
  case 'B': return "MMMM";
  case 'd': return "dd";
  case 'e': return "d";
  case 'j': return "DDD";
  case 'm': return "MM";
  case 'y': return "yy";
  case 'Y': return "yyyy";
  case 'r': return "hh:mm:ss a";
  case 'R': return "HH:mm";
  case 'T': return "HH:mm:ss";
  case 'D': return "MM/dd/yy";
  case 'F': return "yyyy-MM-dd";
  case 'c': return "EEE MMM dd HH:mm:ss z yyyy";
  default: return "";
  }
}

text_result date_text(std::string_view pattern, int64_t epoch_ms, const time_zone& zone) {
  auto format = java_time_format::compile(pattern);
  if (!format)
    return format.error();
  return format->format(instant_of_ms(epoch_ms), zone);
}

text_result date(const part& x, int64_t epoch_ms, const time_zone& zone) {
  auto since_epoch = instant_of_ms(epoch_ms);
  std::string out;
  switch (x.date_part) {
  case 's': out = std::to_string(epoch_ms / 1000); break;
  case 'Q': out = std::to_string(epoch_ms); break;
  case 'C': {
    auto century =
        civil_of(since_epoch, zone.at(since_epoch.seconds).offset_seconds).date.year / 100;
    out = (century < 10 ? "0" : "") + std::to_string(century);
    break;
  }
  default: {
    auto text = date_text(pattern_of(x.date_part), epoch_ms, zone);
    if (!text)
      return text;
    out = x.date_part == 'p' ? (*text == "AM" ? "am" : "pm") : *text;
  }
  }
  return justified(x, x.capitals ? in_capitals(out) : out);
}

// -- one conversion -----------------------------------------------------------

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
      auto decimal = decimal_of(std::string_view{value.text});
      decimal.negative &= !decimal.is_zero();
      return decimal_number(x, std::move(decimal));
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
    auto text = date_text(pattern_of('c'), value.epoch_ms, zone);
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
