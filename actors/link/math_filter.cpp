#include "actors/link/math_filter.hpp"

#include "actors/link/filter_chain.hpp"
#include "actors/link/number_text.hpp"
#include "actors/link/step_reading.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

/// Nothing where it does not fit, null where it is null.
value number_of(const step_value& x, bool& fits) {
  auto text = std::get_if<std::string_view>(&x.content);
  if (auto plain = text ? parse_double(trimmed(*text)) : std::nullopt)
    return *plain; // most payloads; no need for an error's sentence
  auto number = coerce(x, value_type::number);
  fits = static_cast<bool>(number);
  return fits ? std::move(*number) : value{};
}

} // namespace

caf::expected<math_step> math_step::compile(const math_filter& x) {
  auto expression = math_expression::compile(x.expression);
  if (!expression)
    return expression.error();
  return math_step{std::move(*expression)};
}

caf::error math_step::apply(step_value& x, filter_workspace&) const {
  auto fits = true;
  auto number = number_of(x, fits);
  if (is_null(number)) {
    x = {std::monostate{}, !fits || x.missed};
    return {};
  }
  auto result = expression_.evaluate(std::get<double>(number));
  if (!result)
    return failure(errc::payload_invalid, "a division by zero");
  x = {value{*result}, false};
  return {};
}

} // namespace troupe
