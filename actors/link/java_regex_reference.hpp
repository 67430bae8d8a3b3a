#pragma once

#include "actors/link/java_regex_groups.hpp"
#include "actors/link/java_regex_piece.hpp"

namespace troupe {

/// What `\` and `letter`, a digit above 0 or `k`, refer to. `begun` are the groups
/// before it, and `all` those of the whole pattern, once they are known.
java_piece read_java_reference(
    java_regex_reader& in, char32_t letter, const java_regex_groups& begun,
    const java_regex_groups* all);

} // namespace troupe
