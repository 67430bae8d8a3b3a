#include "actors/link/java_regex_class.hpp"

#include "actors/link/java_regex_names.hpp"
#include "schemas/ascii.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

constexpr int depth_max = 20;

/// To Java the four i's, with and without a dot, are one letter.
bool is_some_i(char32_t c) { return c == 'i' || c == 'I' || c == 0x130 || c == 0x131; }

/// Letters with a second upper case, e.g. the sign for Kelvin. Java looks for
/// the upper case of a character, and for the lower case of that, in a range.
struct letter_sign {
  char32_t sign, upper, lower;
};
constexpr letter_sign signs[] = {
    {0x212A, 'K', 'k'},
    {0x212B, 0xC5, 0xE5},
    {0x2126, 0x3A9, 0x3C9},
    {0x3F4, 0x398, 0x3B8},
    {0x1E9E, 0xDF, 0xDF}};

void add_folded_range(char_set& to, char32_t first, char32_t last) {
  auto has = [&](char32_t c) { return first <= c && c <= last; };
  char_set range;
  range.add_folded(first, last);
  if (has('i') || has('I'))
    for (auto c : {U'I', U'i', U'\x130', U'\x131'})
      range.add(c);
  char_set others; // that PCRE2 would find, too
  for (auto& x : signs) {
    auto letter = has(x.upper) || has(x.lower);
    if (letter && !has(x.sign) && !has(x.lower))
      others.add(x.sign);
    if (!letter && has(x.sign)) {
      others.add(x.upper);
      others.add(x.lower);
    }
  }
  if (!others.empty()) {
    others.negate();
    range.intersect(others);
  }
  to.unite(range);
}

void add_range(char_set& to, char32_t first, char32_t last, const java_regex_flags& flags) {
  auto has = [&](char32_t c) { return first <= c && c <= last; };
  if (!flags.ignore_case) {
    to.add(first, last);
  } else if (flags.unicode_case) {
    add_folded_range(to, first, last);
  } else {
    to.add(first, last);
    for (char32_t c = 'A'; c <= 'Z'; ++c)
      if (has(c) != has(c | 0x20))
        to.add(has(c) ? c | 0x20 : c);
  }
}

class class_reader {
public:
  class_reader(java_regex_reader& in, int depth) : in_{in}, depth_{depth} {}

  /// Up to the `]`, which is taken only by the one who saw the `[`.
  char_set read(bool take_end) {
    char_set out;
    for (;;) {
      if (in_.ended()) {
        in_.complain("a class is not closed");
        return out;
      }
      if (in_.sees(']') && !out.empty()) {
        if (take_end)
          in_.accept(']');
        return out;
      }
      if (in_.accept('['))
        out.unite(read_java_class(in_, depth_ + 1));
      else if (in_.sees('&') && in_.sees_raw('&', 1))
        intersect(out);
      else
        item(out);
    }
  }

private:
  void intersect(char_set& left) {
    in_.accept('&');
    in_.accept('&');
    if (in_.sees(']') || in_.sees('&'))
      return in_.complain("an intersection needs two sides");
    char_set right;
    if (!in_.sees('['))
      right = class_reader{in_, depth_ + 1}.read(false);
    while (in_.accept('['))
      right.unite(read_java_class(in_, depth_ + 1));
    if (!in_.sees(']') && !(in_.sees('&') && in_.sees_raw('&', 1)))
      return in_.complain("what follows a bracket after && is not understood");
    if (left.empty())
      left = right;
    else
      left.intersect(right);
  }

  void item(char_set& out) {
    auto c = character(out);
    if (c == in_.nothing)
      return; // a set, or a complaint
    if (!in_.sees('-') || in_.sees_raw('[', 1) || in_.sees_raw(']', 1))
      return add_java_character(out, c, in_.flags);
    in_.accept('-');
    if (in_.ended())
      return in_.complain("a class is not closed");
    char_set none;
    auto last = character(none);
    if (last == in_.nothing || last < c)
      return in_.complain("a range ends before it begins");
    add_range(out, c, last, in_.flags);
  }

  /// The next character, or `nothing` where it is a set, which is added.
  char32_t character(char_set& out) {
    if (!in_.sees('\\'))
      return checked(in_.take());
    in_.accept('\\');
    auto letter = in_.take_raw();
    if (letter == 'p' || letter == 'P') {
      out.unite(read_java_property(in_, letter));
      return in_.nothing;
    }
    if (letter == 'v' && in_.sees_raw('-'))
      in_.complain("\\v in a range is not understood");
    if (auto known = java_short_class(letter, in_.flags.unicode_sets)) {
      out.unite(*known);
      return in_.nothing;
    }
    return checked(in_.escaped(letter));
  }

  char32_t checked(char32_t c) {
    if (c < 0xD800 || c > 0xDFFF)
      return c;
    in_.complain("half of a surrogate pair matches nothing");
    return in_.nothing;
  }

  java_regex_reader& in_;
  int depth_;
};

} // namespace

char_set read_java_class(java_regex_reader& in, int depth) {
  if (depth > depth_max)
    in.complain("classes are nested too deeply");
  auto negated = in.sees_raw('^');
  if (negated)
    in.take_raw();
  auto out = class_reader{in, depth}.read(true);
  if (negated)
    out.negate();
  return out;
}

char_set read_java_property(java_regex_reader& in, char32_t letter) {
  auto begin = in.at();
  std::string name;
  if (in.sees_raw('{')) {
    in.take_raw();
    while (!in.sees_raw('}')) {
      auto c = in.take_raw();
      if (c == in.nothing) {
        in.complain_at("the name of a property is not closed", begin);
        return {};
      }
      append_utf8(name, c);
    }
    in.take_raw();
  } else if (auto c = in.take_raw(); c != in.nothing) {
    append_utf8(name, c);
  }
  auto found = java_property(name, {in.flags.unicode_sets, in.flags.ignore_case});
  if (!found) {
    in.complain_at("unknown property \"" + name + "\"", begin);
    return {};
  }
  if (letter == 'P')
    found->negate();
  return *found;
}

void add_java_character(char_set& to, char32_t c, const java_regex_flags& flags) {
  // Java's ß is only itself, while ẞ is either.
  if (!flags.ignore_case || (c < 0x80 && !is_letter(c)) || c == 0xDF) {
    to.add(c);
  } else if (!flags.unicode_case) {
    to.add(c);
    if (is_letter(c))
      to.add(c ^ 0x20);
  } else if (is_some_i(c)) {
    for (auto i : {U'I', U'i', U'\x130', U'\x131'})
      to.add(i);
  } else {
    to.add_folded(c, c);
  }
}

} // namespace troupe
