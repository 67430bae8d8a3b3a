#include "actors/link/java_time_format.hpp"
#include "schemas/ascii.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

using field = java_time_format::field;
using style = java_time_format::style;
using element = java_time_format::element;

constexpr size_t count_max = 19; ///< Digits of the longest numbers.
constexpr size_t pad_max = 1000;
constexpr size_t depth_max = 32; ///< Of options within options.

caf::error refused(const std::string& why) {
  return failure(errc::config_invalid, "the date pattern " + why);
}

caf::error too_many(char letter) {
  return refused("has too many letters " + std::string(1, letter) + " in a row");
}

/// Letters that are a number of one digit or more, or of exactly two.
std::optional<field> small_number(char letter) {
  switch (letter) {
  case 'd': return field::day_of_month;
  case 'H': return field::hour_of_day;
  case 'k': return field::clock_hour_of_day;
  case 'K': return field::hour_of_half_day;
  case 'h': return field::clock_hour_of_half_day;
  case 'm': return field::minute;
  case 's': return field::second;
  case 'w': return field::week_of_year;
  default: return std::nullopt;
  }
}

/// Letters that are a number with as many digits as there are letters, or more.
std::optional<field> wide_number(char letter) {
  switch (letter) {
  case 'n': return field::nano;
  case 'A': return field::milli_of_day;
  case 'N': return field::nano_of_day;
  case 'g': return field::julian_day;
  default: return std::nullopt;
  }
}

/// Letters that are a number once or twice, and a text from three on.
std::optional<field> number_or_text(char letter) {
  switch (letter) {
  case 'M':
  case 'L': return field::month;
  case 'Q':
  case 'q': return field::quarter;
  case 'e':
  case 'c': return field::local_weekday;
  case 'E': return field::weekday;
  default: return std::nullopt;
  }
}

std::optional<field> year(char letter) {
  switch (letter) {
  case 'u': return field::year;
  case 'y': return field::year_of_era;
  case 'Y': return field::week_based_year;
  default: return std::nullopt;
  }
}

style text_style(size_t count) {
  return count == 4 ? style::full : count == 5 ? style::narrow : style::brief;
}

uint8_t small(size_t count) { return static_cast<uint8_t>(count); }

caf::expected<element> text_or_number(field x, char letter, size_t count) {
  if (count > 5 || (letter == 'c' && count == 2))
    return too_many(letter);
  if (letter == 'E' || count > 2)
    return element{
        x == field::local_weekday ? field::weekday : x, text_style(count), false, 1, 19, 0, {}};
  return element{x, style::number, false, small(count), small(count == 1 ? 19 : count), 0, {}};
}

/// The letters of offsets, whose kinds are those of DateTimeFormatterBuilder's
/// `+HHmm` and so on: see `write_offset`.
caf::expected<element> offset(char letter, size_t count) {
  auto plain = [&](size_t kind, const char* zero) {
    return element{field::offset, style::number, false, small(kind), 0, 0, zero};
  };
  if (count > 5)
    return too_many(letter);
  if (letter == 'Z') {
    if (count == 4)
      return element{field::localized_offset, style::full, false, 1, 19, 0, {}};
    return count == 5 ? plain(6, "Z") : plain(3, "+0000");
  }
  auto kind = count == 1 ? 1 : count + 1;
  if (letter == 'X')
    return plain(kind, "Z");
  return plain(kind, count == 1 ? "+00" : count % 2 == 0 ? "+0000" : "+00:00");
}

caf::expected<element> named(char letter, size_t count) {
  auto make = [&](field x) { return element{x, text_style(count), false, 1, 19, 0, {}}; };
  switch (letter) {
  case 'G':
    if (count > 5)
      return too_many(letter);
    return make(field::era);
  case 'a':
    if (count > 1)
      return too_many(letter);
    return make(field::half_day);
  case 'B':
    if (count != 1 && count != 4 && count != 5)
      return refused("must have the letter B once, four or five times");
    return make(field::day_period);
  case 'z':
    if (count > 4)
      return too_many(letter);
    return make(field::zone_name);
  case 'v':
  case 'O':
    if (count != 1 && count != 4)
      return refused("must have the letter " + std::string(1, letter) + " once or four times");
    return make(letter == 'v' ? field::generic_zone_name : field::localized_offset);
  case 'V':
    if (count != 2)
      return refused("must have the letter V twice");
    return make(field::zone_id);
  default: return refused("has the unknown letter " + std::string(1, letter));
  }
}

caf::expected<element> element_of(char letter, size_t count) {
  auto number = [&](field x, size_t most) {
    return element{x, style::number, false, small(count), small(most), 0, {}};
  };
  if (auto x = small_number(letter)) {
    if (count > 2)
      return too_many(letter);
    return number(*x, count == 1 ? 19 : 2);
  }
  if (auto x = wide_number(letter)) {
    if (count > count_max)
      return too_many(letter);
    return number(*x, 19);
  }
  if (auto x = year(letter)) {
    if (count > count_max)
      return too_many(letter);
    if (count == 2)
      return element{*x, style::two_digit_year, false, 2, 2, 0, {}};
    return element{*x, style::number, count >= 4, small(count), 19, 0, {}};
  }
  if (auto x = number_or_text(letter))
    return text_or_number(*x, letter, count);
  switch (letter) {
  case 'D':
    if (count > 3)
      return too_many(letter);
    return number(field::day_of_year, 3);
  case 'S':
    if (count > 9)
      return too_many(letter);
    return number(field::fraction, count);
  case 'W':
  case 'F':
    if (count > 1)
      return too_many(letter);
    return number(letter == 'W' ? field::week_of_month : field::week_in_month, 19);
  case 'X':
  case 'x':
  case 'Z': return offset(letter, count);
  default: return named(letter, count);
  }
}

/// A pattern that is read from left to right.
struct pattern_reader {
  std::string_view rest;
  std::vector<element> out{};
  size_t depth = 0;

  size_t take_run() {
    auto n = std::min(rest.find_first_not_of(rest[0]), rest.size());
    rest.remove_prefix(n);
    return n;
  }

  void add_literal(std::string_view text) {
    if (text.empty())
      return;
    if (out.empty() || out.back().field != field::literal)
      out.push_back({});
    out.back().text += text;
  }

  caf::error take_letters() {
    auto letter = rest[0];
    auto count = take_run();
    size_t pad = 0;
    if (letter == 'p') {
      pad = count;
      if (rest.empty() || !is_letter(rest[0]))
        return refused("has the padding p without a letter behind it");
      if (pad > pad_max)
        return too_many('p');
      letter = rest[0];
      count = take_run();
    }
    auto made = element_of(letter, count);
    if (!made)
      return made.error();
    made->pad = static_cast<uint16_t>(pad);
    out.push_back(std::move(*made));
    return {};
  }

  /// `'o''clock'`, and `''` for one quote.
  caf::error take_quoted() {
    rest.remove_prefix(1);
    std::string text;
    for (;;) {
      auto end = rest.find('\'');
      if (end == rest.npos)
        return refused("has an opening quote ' without a closing one");
      text += rest.substr(0, end);
      rest.remove_prefix(end + 1);
      if (!rest.starts_with('\''))
        break;
      text += '\'';
      rest.remove_prefix(1);
    }
    add_literal(text.empty() ? "'" : text);
    return {};
  }

  caf::error take_other() {
    auto c = rest[0];
    if (c == '{' || c == '}' || c == '#')
      return refused("has the character " + std::string(1, c) + ", which is reserved");
    if (c == ']' && depth == 0)
      return refused("has a ] without a [ before it");
    if (c == '[' && depth == depth_max)
      return refused("has too many [ within each other");
    if (c == '[' || c == ']') {
      depth += c == '[' ? 1 : -1;
      out.push_back({c == '[' ? field::option_begin : field::option_end});
    } else {
      add_literal(rest.substr(0, 1));
    }
    rest.remove_prefix(1);
    return {};
  }
};

} // namespace

caf::expected<java_time_format> java_time_format::compile(std::string_view pattern) {
  pattern_reader in{pattern};
  while (!in.rest.empty()) {
    auto why = is_letter(in.rest[0]) ? in.take_letters()
               : in.rest[0] == '\''  ? in.take_quoted()
                                     : in.take_other();
    if (why)
      return why;
  }
  for (; in.depth > 0; --in.depth)
    in.out.push_back({field::option_end});
  java_time_format out;
  out.elements_ = std::move(in.out);
  return out;
}

} // namespace troupe
