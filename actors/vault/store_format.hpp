#pragma once

#include <string>
#include <string_view>

namespace troupe {

/// Why `bytes` cannot be a PKCS#12 store, told by their look: a sentence without its
/// subject that says what they are instead and what to do; empty: they may be one.
/// `file` stands in the commands it names.
std::string no_store_because(std::string_view bytes, const std::string& file);

} // namespace troupe
