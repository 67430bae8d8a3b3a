#pragma once

#include "runtime/cli/commands.hpp"

#include <cstddef>
#include <istream>
#include <string>

namespace troupe::cli {

/// The bytes that --payload or --payload-hex mean; `input` is what "-" reads. Throws
/// `command_error` (64) where there are none, or more than `most`.
std::string payload_bytes(const explain_options& x, std::istream& input, size_t most);

} // namespace troupe::cli
