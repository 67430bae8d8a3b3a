#include "actors/link/write_template.hpp"

#include "actors/link/date_text.hpp"
#include "schemas/errors.hpp"

namespace troupe {
namespace {

caf::error unsupported(std::string_view placeholder) {
  return failure(
      errc::config_invalid, "write_value: the placeholder " + std::string{placeholder}
                                + " is not supported; %VALUE%, %TIME%, %TIME:EPOCH_SECONDS% and "
                                  "%TIME:EPOCH_MILLIS% are");
}

/// The placeholder at the front of `text` where it has a format or a shift;
/// else empty. A value's format may begin with `%`, a time's may not.
std::string_view placeholder_with_options(std::string_view text) {
  auto is_value = text.starts_with("%VALUE:");
  if (!is_value && !text.starts_with("%TIME:") && !text.starts_with("%TIME+P")
      && !text.starts_with("%TIME-P"))
    return {};
  auto format = text.find_first_of(":+-") + 1;
  auto close = text.find('%', is_value ? format + 1 : format);
  if (close == text.npos || close == format)
    return {};
  return text.substr(0, close + 1);
}

} // namespace

caf::expected<write_template> write_template::compile(std::string_view text) {
  write_template out;
  std::string literal;
  auto take = [&](kind x, size_t size) {
    if (!literal.empty())
      out.parts_.push_back({kind::literal, std::move(literal)});
    literal.clear();
    out.parts_.push_back({x, {}});
    text.remove_prefix(size);
  };
  while (!text.empty()) {
    if (text.starts_with("%VALUE%")) {
      take(kind::value, 7);
    } else if (text.starts_with("%TIME%")) {
      take(kind::time, 6);
    } else if (text.starts_with("%TIME:EPOCH_SECONDS%")) {
      take(kind::epoch_seconds, 20);
    } else if (text.starts_with("%TIME:EPOCH_MILLIS%")) {
      take(kind::epoch_millis, 19);
    } else {
      if (auto other = placeholder_with_options(text); !other.empty())
        return unsupported(other);
      literal += text[0];
      text.remove_prefix(1);
    }
  }
  if (!literal.empty())
    out.parts_.push_back({kind::literal, std::move(literal)});
  return out;
}

std::string
write_template::render(std::string_view value_text, std::chrono::nanoseconds now) const {
  using namespace std::chrono;
  std::string out;
  for (auto& x : parts_) {
    switch (x.kind) {
    case kind::literal: out += x.text; break;
    case kind::value: out += value_text; break;
    case kind::time: out += to_iso_text(now); break;
    case kind::epoch_seconds: out += std::to_string(floor<seconds>(now).count()); break;
    case kind::epoch_millis: out += std::to_string(floor<milliseconds>(now).count()); break;
    }
  }
  return out;
}

} // namespace troupe
