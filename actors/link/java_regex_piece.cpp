#include "actors/link/java_regex_piece.hpp"

#include "actors/link/java_regex_class.hpp"
#include "actors/link/java_regex_names.hpp"
#include "actors/link/java_regex_place.hpp"
#include "schemas/ascii.hpp"

namespace troupe {
namespace {

java_piece character(const char_set& x) { return {x.pattern(), piece_kind::character}; }

java_piece place(std::string x) { return {std::move(x), piece_kind::assertion}; }

java_piece literal(java_regex_reader& in, char32_t c) {
  if (c >= 0xD800 && c <= 0xDFFF)
    in.complain("half of a surrogate pair matches nothing");
  if (c > 0x10FFFF)
    return {};
  if (in.flags.ignore_case && (c >= 0x80 || is_letter(c))) {
    char_set either;
    add_java_character(either, c, in.flags);
    return character(either);
  }
  java_piece out{{}, piece_kind::character};
  append_pcre(out.text, c);
  return out;
}

} // namespace

java_piece read_java_piece(java_regex_reader& in) {
  if (in.accept('['))
    return character(read_java_class(in));
  if (in.accept('.'))
    return {any_character(in.flags), piece_kind::character};
  if (in.accept('^'))
    return place(begin_of_line(in.flags));
  if (in.accept('$'))
    return place(end_of_line(in.flags, in.flags.multiline));
  if (in.sees('{'))
    return {"(?:)", piece_kind::optional}; // Java repeats nothing
  for (auto c : {'*', '+', '?'})
    if (in.sees(static_cast<char32_t>(c)))
      in.complain("there is nothing to repeat before " + std::string(1, c));
  return literal(in, in.take());
}

java_piece read_java_escape(java_regex_reader& in, char32_t letter) {
  if (auto known = java_short_class(letter, in.flags.unicode_sets))
    return character(*known);
  switch (letter) {
  case 'p':
  case 'P': return character(read_java_property(in, letter));
  case 'A': return place(R"(\A)");
  case 'B': return place(word_boundary(in.flags, false));
  case 'b':
    if (in.sees_raw('{') && in.sees_raw('g', 1))
      in.complain("\\b{g} cannot be translated");
    return place(word_boundary(in.flags, true));
  case 'G': return place(R"(\G)");
  case 'N': in.complain("\\N{…} cannot be translated; \\x{…} says the same"); return {};
  case 'R': return {any_line_end, piece_kind::line_end};
  case 'X': return {R"(\X)", piece_kind::character};
  case 'Z': return place(end_of_line(in.flags, false));
  case 'z': return place(R"(\z)");
  default: return literal(in, in.escaped(letter));
  }
}

} // namespace troupe
