#include "actors/inspector/json_writer.hpp"

namespace troupe {
namespace {

constexpr int64_t exact_integer_max = int64_t{1} << 53;
constexpr size_t exact_digits_max = 15;

/// A number with more digits than a double is sure to keep, or an exponent.
bool is_long_number(std::string_view json) {
  auto is_number = !json.empty() && (json[0] == '-' || (json[0] >= '0' && json[0] <= '9'));
  return is_number && (json.size() > exact_digits_max || json.find('E') != json.npos);
}

} // namespace

/// A string ends in its quote, so the last character tells where we are.
void json_writer::separate() {
  constexpr std::string_view openers = "{[:";
  if (!text_.empty() && openers.find(text_.back()) == std::string_view::npos)
    text_ += ',';
}

json_writer& json_writer::put(const value& x) {
  auto integer = std::get_if<int64_t>(&x);
  if (integer && (*integer > exact_integer_max || *integer < -exact_integer_max))
    return put(std::to_string(*integer));
  if (auto json = std::get_if<json_text>(&x); json && is_long_number(json->text))
    return put(json->text);
  separate();
  append_json(text_, x);
  return *this;
}

json_writer& json_writer::put_unsigned(uint64_t x) {
  return x > static_cast<uint64_t>(exact_integer_max) ? put(std::to_string(x))
                                                      : put(value{static_cast<int64_t>(x)});
}

json_writer& json_writer::time_field(std::string_view name, int64_t ms) {
  return ms == 0 ? key(name).put(value{}) : field(name, ms);
}

} // namespace troupe
