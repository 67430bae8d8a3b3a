#pragma once

#include <string>

namespace troupe {

/// Characters, as a piece of a PCRE2 pattern that takes exactly one. What a
/// bracket cannot say (PCRE2 has no intersections) is said with look-aheads.
class char_set {
public:
  char_set() = default;
  /// `items` as they stand between brackets, or all but these.
  explicit char_set(std::string items, bool negated = false)
      : items_{std::move(items)}, negated_{negated} {}

  void add(char32_t c);
  void add(char32_t first, char32_t last);
  /// Whatever its case, by Unicode's folding.
  void add_folded(char32_t first, char32_t last);
  void unite(const char_set& x);
  void intersect(const char_set& x);
  void negate();

  bool empty() const { return items_.empty() && folded_.empty() && piece_.empty() && !negated_; }
  std::string pattern() const;

private:
  std::string items_;
  std::string folded_; ///< Items that ignore case.
  std::string piece_;  ///< Instead of the items, where they do not suffice.
  bool negated_ = false;
};

/// `c` in a PCRE2 pattern, wherever a character may stand.
void append_pcre(std::string& out, char32_t c);

} // namespace troupe
