#include "actors/link/char_set.hpp"

#include "schemas/ascii.hpp"

#include <cstdio>

namespace troupe {

void append_pcre(std::string& out, char32_t c) {
  if (is_letter_or_digit(c)) {
    out += static_cast<char>(c);
    return;
  }
  char hex[16];
  std::snprintf(hex, sizeof hex, "\\x{%X}", static_cast<unsigned>(c));
  out += hex;
}

namespace {

std::string range_of(char32_t first, char32_t last) {
  std::string out;
  append_pcre(out, first);
  if (first != last) {
    out += '-';
    append_pcre(out, last);
  }
  return out;
}

} // namespace

void char_set::add(char32_t c) { add(c, c); }

void char_set::add(char32_t first, char32_t last) { unite(char_set{range_of(first, last)}); }

void char_set::add_folded(char32_t first, char32_t last) {
  char_set x;
  x.folded_ = range_of(first, last);
  unite(x);
}

void char_set::unite(const char_set& x) {
  if (empty()) {
    *this = x;
    return;
  }
  auto is_list = [](const char_set& y) { return y.piece_.empty() && !y.negated_; };
  if (is_list(*this) && is_list(x)) {
    items_ += x.items_;
    folded_ += x.folded_;
    return;
  }
  auto either = "(?:" + pattern() + "|" + x.pattern() + ")";
  *this = {};
  piece_ = std::move(either);
}

void char_set::intersect(const char_set& x) {
  auto both = "(?:(?=" + pattern() + ")" + x.pattern() + ")";
  *this = {};
  piece_ = std::move(both);
}

void char_set::negate() {
  if (piece_.empty())
    negated_ = !negated_;
  else
    piece_ = "(?:(?!" + piece_ + ").)";
}

std::string char_set::pattern() const {
  if (!piece_.empty())
    return piece_;
  auto open = negated_ ? "[^" : "[";
  if (folded_.empty())
    return open + items_ + "]";
  if (items_.empty())
    return "(?i:" + (open + folded_) + "])";
  auto either = "[" + items_ + "]|(?i:[" + folded_ + "])";
  return negated_ ? "(?:(?!" + either + ").)" : "(?:" + either + ")";
}

} // namespace troupe
