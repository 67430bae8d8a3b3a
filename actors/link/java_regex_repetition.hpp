#pragma once

#include "actors/link/java_regex_piece.hpp"

#include <string>

namespace troupe {

/// How often what stands before it matches: `?`, `*`, `+` or `{n,m}`, and what
/// follows them to make them lazy or possessive.
struct java_repetition {
  std::string times;     ///< As PCRE2 writes it; empty: there is none.
  bool optional = false; ///< It may be left out.
  bool repeats = false;  ///< It is no `?`.
  bool counted = false;  ///< It is `{…}`.
  bool exact = false;    ///< There is one number of times only.
  bool lazy = false;
  bool possessive = false;
};

/// The repetition that comes next; complains about more than PCRE2 can count.
java_repetition read_java_repetition(java_regex_reader& in);

/// Repeats the piece of PCRE2's that begins at `begin` and ends with `pattern`.
void repeat_piece(
    std::string& pattern, size_t begin, piece_kind kind, const java_repetition& times);

} // namespace troupe
