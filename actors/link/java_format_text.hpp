#pragma once

#include "actors/link/java_format.hpp"

#include <caf/expected.hpp>

#include <string>
#include <string_view>

/// What all conversions of a java_format share.
namespace troupe::formatting {

using part = java_format::part;
using text_result = caf::expected<std::string>;

/// `value_invalid`: the format does not fit.
caf::error misfit(const part& x, const std::string& why);

/// Bytes of the character at the front of valid UTF-8.
size_t size_of_character(std::string_view x);

std::string in_capitals(const std::string& x);

/// As wide as the format wants it.
std::string justified(const part& x, std::string text);

/// The same, cut to the precision and in capitals where the format wants that.
std::string general(const part& x, std::string text);

} // namespace troupe::formatting
