#pragma once

#include "actors/link/java_format_text.hpp"

#include <cstdint>

/// Numbers as java.util.Formatter shows them.
namespace troupe::formatting {

/// For `d`, `o` and `x`; `bits` are those of the Java type, whose two's complement
/// shows negative numbers in octal and hexadecimal.
text_result native_integer(const part& x, int64_t value, uint64_t bits);

/// The same for an integer of any size, given by its digits.
text_result big_integer(const part& x, std::string_view text);

/// For `e`, `f` and `g`.
text_result decimal_number(const part& x, java_decimal value);

/// For `e`, `f`, `g` and `a`.
text_result number(const part& x, double value);

} // namespace troupe::formatting
