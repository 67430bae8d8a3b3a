#pragma once

#include "actors/link/char_set.hpp"
#include "actors/link/java_regex_reader.hpp"

namespace troupe {

/// The character class whose `[` has been taken.
char_set read_java_class(java_regex_reader& in, int depth = 0);

/// The property after `\p` or `\P`, which is `letter`.
char_set read_java_property(java_regex_reader& in, char32_t letter);

/// What `c` alone stands for, cases as the flags say.
void add_java_character(char_set& to, char32_t c, const java_regex_flags& flags);

} // namespace troupe
