#pragma once

#include "actors/link/math_expression.hpp"

namespace troupe {

/// The function of this name; null if there is none.
const math_operation* math_function(std::string_view name);

/// The operator with two operands, or with one; null if there is none.
const math_operation* math_operator(char32_t symbol, bool unary);

/// The value of a name: pi, π, e and φ.
std::optional<double> math_constant(std::string_view name);

} // namespace troupe
