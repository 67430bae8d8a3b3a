#pragma once

#include <string>
#include <string_view>

namespace troupe {

/// Whether `bytes` are well-formed UTF-8: no surrogates, nothing overlong.
bool valid_utf8(std::string_view bytes);

/// `bytes` with each malformed sequence replaced by U+FFFD, as many times as
/// the JDK's decoder does it (java.lang.String.decodeUTF8).
std::string repaired_utf8(std::string_view bytes);

/// `x` without the white space and control characters around it, as Java's
/// String.trim does it.
std::string_view trimmed(std::string_view x);

/// Appends a code point.
void append_utf8(std::string& out, char32_t code_point);

/// The code points of `utf8`; malformed bytes become U+FFFD.
std::u32string utf32(std::string_view utf8);

} // namespace troupe
