#pragma once

#include "actors/link/filter_chain.hpp"
#include "schemas/value.hpp"

#include <string>
#include <string_view>

/// Values as sentences show them. However large the value, the words are few.
namespace troupe {

/// In double quotes and escaped; cut after some 160 bytes, with an ellipsis.
std::string shown_text(std::string_view x);

/// As it is; cut in the same way.
std::string shown_raw(std::string_view x);

/// The first bytes as hexadecimal digits.
std::string shown_hex(std::string_view bytes);

/// As compact JSON; "nothing" for what is not there.
std::string shown(const json_node& x);
std::string shown(const value& x);
std::string shown(const step_value& x);

/// What it is: "an object with the members temp, level", "the number 5".
std::string described(const json_node& x);

/// "12,345 bytes"
std::string bytes_words(size_t x);

/// "1 element", "3 elements"
std::string counted(size_t n, std::string_view noun);

} // namespace troupe
