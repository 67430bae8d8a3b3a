#include "actors/link/java_regex_reader.hpp"

#include "schemas/ascii.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

int hex_value(char32_t c) {
  if (c >= '0' && c <= '9')
    return static_cast<int>(c - '0');
  auto lower = c | 0x20;
  return lower >= 'a' && lower <= 'f' && c < 0x80 ? static_cast<int>(lower - 'a' + 10) : -1;
}

bool is_octal(char32_t c) { return c >= '0' && c <= '7'; }

bool ends_line(char32_t c, bool unix_lines) {
  return c == '\n' || (!unix_lines && (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029));
}

} // namespace

java_regex_reader::java_regex_reader(std::string_view pattern, java_regex_flags flags)
    : flags{flags} {
  auto text = utf32(pattern);
  size_ = text.size();
  auto quoted = false;
  for (uint32_t i = 0; i < text.size(); ++i) {
    auto escape = text[i] == '\\' && i + 1 < text.size();
    if (escape && text[i + 1] == (quoted ? U'E' : U'Q')) {
      quoted = !quoted;
      ++i;
      continue;
    }
    units_.push_back({text[i], quoted, i});
    if (escape && !quoted) {
      ++i;
      units_.push_back({text[i], false, i});
    }
  }
}

bool java_regex_reader::sees_raw(char32_t c, size_t ahead) const {
  return at_ + ahead < units_.size() && units_[at_ + ahead].c == c && !units_[at_ + ahead].quoted;
}

bool java_regex_reader::sees(char32_t c) {
  skip_comments();
  return sees_raw(c);
}

bool java_regex_reader::accept(char32_t c) {
  auto found = sees(c);
  at_ += found;
  return found;
}

bool java_regex_reader::ended() {
  skip_comments();
  return at_ == units_.size();
}

std::optional<uint32_t> java_regex_reader::raw_digit() const {
  if (at_ == units_.size() || units_[at_].quoted || !is_digit(units_[at_].c))
    return std::nullopt;
  return units_[at_].c - '0';
}

char32_t java_regex_reader::take() {
  skip_comments();
  return take_raw();
}

char32_t java_regex_reader::take_raw() { return at_ < units_.size() ? units_[at_++].c : nothing; }

void java_regex_reader::skip_comments() {
  auto blank = [&] {
    auto c = units_[at_].c;
    return !units_[at_].quoted && (c == ' ' || (c >= '\t' && c <= '\r'));
  };
  while (flags.comments && at_ < units_.size() && (blank() || sees_raw('#'))) {
    if (sees_raw('#'))
      while (at_ + 1 < units_.size() && !ends_line(units_[at_].c, flags.unix_lines))
        ++at_;
    ++at_;
  }
}

void java_regex_reader::complain(const std::string& what) { complain_at(what, at()); }

void java_regex_reader::complain_at(const std::string& what, size_t at) {
  if (problem_.empty())
    problem_ = what + ", at character " + std::to_string(at + 1);
  at_ = units_.size();
}

char32_t java_regex_reader::escaped(char32_t letter) {
  switch (letter) {
  case '0': return octal();
  case 'a': return 0x07;
  case 'c': {
    if (at_ == units_.size() || quoted())
      complain("\\c lacks a character");
    return take_raw() ^ 64;
  }
  case 'e': return 0x1B;
  case 'f': return '\f';
  case 'n': return '\n';
  case 'r': return '\r';
  case 't': return '\t';
  case 'u': return utf16();
  case 'x': return hexadecimal();
  case nothing: complain("the pattern ends with a backslash"); return nothing;
  default:
    if (is_letter(letter) || (letter >= '1' && letter <= '9'))
      complain("\\" + std::string(1, static_cast<char>(letter)) + " has no meaning here");
    return letter;
  }
}

/// At most \0377.
char32_t java_regex_reader::octal() {
  if (at_ == units_.size() || quoted() || !is_octal(units_[at_].c)) {
    complain("\\0 lacks an octal digit");
    return nothing;
  }
  auto out = take_raw() - '0';
  for (auto left = out <= 3 ? 2 : 1; left > 0 && at_ < units_.size(); --left) {
    if (!is_octal(units_[at_].c) || units_[at_].quoted)
      break;
    out = out * 8 + (take_raw() - '0');
  }
  return out;
}

uint32_t java_regex_reader::hex_digits(size_t count) {
  uint32_t out = 0;
  for (; count > 0; --count) {
    auto digit = at_ < units_.size() && !units_[at_].quoted ? hex_value(units_[at_].c) : -1;
    if (digit < 0) {
      complain("a hexadecimal digit is missing");
      return nothing;
    }
    ++at_;
    out = out * 16 + static_cast<uint32_t>(digit);
  }
  return out;
}

char32_t java_regex_reader::hexadecimal() {
  if (!sees_raw('{'))
    return hex_digits(2);
  ++at_;
  char32_t out = hex_digits(1);
  while (problem_.empty() && !sees_raw('}')) {
    out = out * 16 + hex_digits(1);
    if (out > 0x10FFFF)
      complain("there is no such character");
  }
  take_raw();
  return out;
}

/// Two halves of a pair are one character.
char32_t java_regex_reader::utf16() {
  char32_t high = hex_digits(4);
  if (high < 0xD800 || high > 0xDBFF || !sees_raw('\\') || !sees_raw('u', 1))
    return high;
  at_ += 2;
  char32_t low = hex_digits(4);
  if (low >= 0xDC00 && low <= 0xDFFF)
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  complain("half of a surrogate pair matches nothing");
  return nothing;
}

} // namespace troupe
