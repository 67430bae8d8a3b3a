#pragma once

#include <optional>
#include <string_view>

namespace troupe {

struct filter_workspace;
struct step_value;

/// What a filter of texts sees of `x`: a text as it is, a JSON text without its
/// quotes, anything else as compact JSON. Nothing where there is no value.
std::optional<std::string_view> filter_text(const step_value& x, filter_workspace& space);

} // namespace troupe
