#pragma once

#include <caf/expected.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace troupe {

/// One thing an expression can do with the topmost values of its stack.
struct math_operation {
  std::string_view name;
  int operands;
  bool (*apply)(double* operands); ///< The result replaces the first; false: division by zero.
};

/// An expression in `x`, compiled to postfix. It gives exp4j's answers, quirks
/// included: `2x` multiplies, `^` binds to the right and tighter than a minus
/// before it, `sin x + 1` is `sin(x + 1)`, any bracket closes any other.
/// Pure: any thread may evaluate it, and nothing is allocated.
class math_expression {
public:
  /// Fails with `config_invalid`, naming the character.
  static caf::expected<math_expression> compile(std::string_view text);

  /// Nothing where something is divided by zero.
  std::optional<double> evaluate(double x) const;

private:
  friend class math_compiler;

  struct step {
    enum class kind : char { number, variable, operation };
    enum kind kind = kind::number;
    double number = 0;
    const math_operation* operation = nullptr;
  };

  std::vector<step> steps_;
};

} // namespace troupe
