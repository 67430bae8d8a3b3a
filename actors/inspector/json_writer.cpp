#include "actors/inspector/json_writer.hpp"

namespace troupe {
namespace {

constexpr int64_t exact_integer_max = int64_t{1} << 53;

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
