#pragma once

#include <string>
#include <string_view>

namespace troupe::cli {

/// `text` after `lead`, folded between words so that no line is longer than `width`
/// characters if words allow it; later lines begin below the text. 0: one line. Ends with a
/// newline; control characters are made visible.
std::string wrapped(std::string_view lead, std::string_view text, size_t width);

/// How wide to fold what goes to standard output: 0 unless people read it there.
size_t terminal_width();

} // namespace troupe::cli
