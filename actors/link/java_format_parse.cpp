#include "actors/link/java_format.hpp"
#include "config/text_cursor.hpp"
#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe {
namespace {

using part = java_format::part;

constexpr int32_t size_max = 1000;
constexpr std::string_view all_flags = "-#+ 0,(<";
constexpr std::string_view conversions = "bhscdoxefgat%n";
constexpr std::string_view capital_conversions = "BHSCXEGAT";
constexpr std::string_view date_parts = "HIklMSLNpzZsQBbhAaCYyjmderRTDFc";

caf::error refused(const part& x, const std::string& why) {
  return failure(errc::config_invalid, "the format " + x.text + " " + why);
}

/// The first of `flags` that `x` has; 0 if it has none.
char any_of(const part& x, std::string_view flags) {
  auto at = std::find_if(flags.begin(), flags.end(), [&](char c) { return x.has(c); });
  return at == flags.end() ? '\0' : *at;
}

std::string_view forbidden_flags(char conversion) {
  switch (conversion) {
  case 'b':
  case 'h':
  case 's':
  case 'c':
  case 't': return "#+ 0,(";
  case 'd':
  case 'g': return "#";
  case 'o':
  case 'x':
  case 'e': return ",";
  case 'a': return ",(";
  case '%': return "#+ 0,(<";
  case 'n': return "-#+ 0,(<";
  default: return "";
  }
}

bool takes_precision(char conversion) {
  return std::string_view{"bhsefga"}.find(conversion) != std::string_view::npos;
}

caf::error check(const part& x) {
  if (auto flag = any_of(x, forbidden_flags(x.conversion)))
    return refused(
        x, "has the flag " + std::string(1, flag) + ", which its conversion does not know");
  if (x.precision >= 0 && !takes_precision(x.conversion))
    return refused(x, "has a precision, which its conversion does not know");
  if (x.width >= 0 && x.conversion == 'n')
    return refused(x, "has a width, which its conversion does not know");
  if (x.width < 0 && any_of(x, "-0"))
    return refused(x, "has the flag " + std::string(1, any_of(x, "-0")) + " without a width");
  if ((x.has('-') && x.has('0')) || (x.has('+') && x.has(' ')))
    return refused(x, "has flags that exclude each other");
  if (x.width > size_max || x.precision > size_max)
    return refused(x, "has a width or precision above " + std::to_string(size_max));
  return {};
}

/// A format that is read from left to right.
struct format_reader {
  text_cursor in;
  std::vector<part> out{};
  int values = 0;         ///< Conversions that asked for the next value.
  bool had_value = false; ///< One that `<` can go back to.

  int32_t take_size() {
    auto digits = in.digits(in.rest.size());
    auto value = in.take_number(1, digits);
    if (!value)
      in.rest.remove_prefix(digits); // beyond 64 bits
    return value && *value <= size_max ? static_cast<int32_t>(*value) : size_max + 1;
  }

  /// The number of the value, such as `1$`; -1 if there is none.
  int32_t take_index() {
    auto before = in;
    auto index = in.digits(1) ? take_size() : -1;
    if (index >= 0 && in.take('$'))
      return index;
    in = before;
    return -1;
  }

  caf::error take_flags(part& x) {
    while (!in.rest.empty() && all_flags.find(in.rest[0]) != all_flags.npos) {
      if (x.has(in.rest[0]))
        return refused(x, "has the flag " + std::string(1, in.rest[0]) + " twice");
      x.flags += in.rest[0];
      in.rest.remove_prefix(1);
    }
    return {};
  }

  caf::error take_conversion(part& x) {
    auto letter = in.rest.empty() ? '\0' : in.rest[0];
    x.capitals = letter != 0 && capital_conversions.find(letter) != conversions.npos;
    x.conversion = x.capitals ? static_cast<char>(letter - 'A' + 'a') : letter;
    if (letter == 0)
      return refused(x, "ends within a conversion");
    if (conversions.find(x.conversion) == conversions.npos)
      return refused(x, "has the unknown conversion " + std::string(1, letter));
    in.rest.remove_prefix(1);
    if (x.conversion != 't')
      return {};
    x.date_part = in.rest.empty() ? '\0' : in.rest[0];
    if (x.date_part == 0 || date_parts.find(x.date_part) == date_parts.npos)
      return refused(x, "has the conversion t without a known part of a date behind it");
    in.rest.remove_prefix(1);
    return {};
  }

  caf::error count_values(const part& x, int32_t index) {
    if (index == 0)
      return refused(x, "asks for the value number 0; the first is number 1");
    if (x.conversion == '%' || x.conversion == 'n')
      return {};
    if (x.has('<') && !had_value)
      return refused(x, "asks for a value before it, and there is none");
    auto next = index < 0 && !x.has('<') ? ++values : 1;
    if (index > 1 || next > 1)
      return refused(x, "asks for a second value, and there is only one; %1$… repeats it");
    had_value = true;
    return {};
  }

  caf::error take_specifier() {
    auto start = in.rest;
    part x{std::string{start}, {}, {}, {}, {}, -1, -1};
    in.rest.remove_prefix(1);
    auto index = take_index();
    if (auto why = take_flags(x))
      return why;
    if (in.digits(1))
      x.width = take_size();
    if (in.take('.')) {
      if (!in.digits(1))
        return refused(x, "has a point without a precision behind it");
      x.precision = take_size();
    }
    if (auto why = take_conversion(x))
      return why;
    x.text = start.substr(0, start.size() - in.rest.size());
    if (auto why = check(x))
      return why;
    if (auto why = count_values(x, index))
      return why;
    out.push_back(std::move(x));
    return {};
  }
};

} // namespace

caf::expected<java_format> java_format::compile(std::string_view format) {
  format_reader reader{{format}};
  while (!reader.in.rest.empty()) {
    if (reader.in.at('%')) {
      if (auto why = reader.take_specifier())
        return why;
      continue;
    }
    auto size = std::min(reader.in.rest.find('%'), reader.in.rest.size());
    reader.out.push_back({std::string{reader.in.rest.substr(0, size)}});
    reader.in.rest.remove_prefix(size);
  }
  java_format out;
  out.parts_ = std::move(reader.out);
  return out;
}

bool java_format::uses_value() const {
  return std::any_of(parts_.begin(), parts_.end(), [](auto& x) {
    return x.conversion != 0 && x.conversion != '%' && x.conversion != 'n';
  });
}

} // namespace troupe
