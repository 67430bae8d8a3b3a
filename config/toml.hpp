#pragma once

#include "config/diagnostic.hpp"
#include "config/tree.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::config {

/// Reads a TOML 1.0 document. Its keys keep the order of the text. A syntax
/// error, or values nested too deep, give nothing and one diagnostic.
std::optional<node>
parse_toml(std::string_view text, std::shared_ptr<const std::string> name, diagnostics& problems);

/// A key as it stands in TOML: bare, or in quotes.
std::string toml_key(std::string_view key);

/// A value as it stands in TOML, in one line.
std::string toml_value(const node& x);

} // namespace troupe::config
