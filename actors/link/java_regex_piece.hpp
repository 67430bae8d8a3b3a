#pragma once

#include "actors/link/java_regex_reader.hpp"

#include <cstdint>
#include <string>

namespace troupe {

/// What those around a piece must know of it.
enum class piece_kind : uint8_t {
  nothing,   ///< Only flags, or what has been complained about.
  character, ///< It takes at least one.
  line_end,  ///< `\R`
  optional,  ///< It may match an empty text.
  assertion, ///< It matches no other.
};

/// A piece of a pattern that nothing shorter stands in, in the words of PCRE2.
struct java_piece {
  std::string text;
  piece_kind kind = piece_kind::nothing;
};

/// The piece that comes next, if neither `(` nor `\` begins it: a character, a class
/// or a place.
java_piece read_java_piece(java_regex_reader& in);

/// The piece that `\` and `letter` begin, if no reference.
java_piece read_java_escape(java_regex_reader& in, char32_t letter);

} // namespace troupe
