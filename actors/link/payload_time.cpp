#include "actors/link/payload_time.hpp"

#include "actors/link/date_text.hpp"
#include "actors/link/decimal_parts.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

constexpr size_t text_bytes_max = 256;           // no time is longer
constexpr int64_t seconds_of_2001 = 978'307'200; // clocks without a battery begin at 1970 to 2000

/// A number of seconds or milliseconds, exact to the millisecond.
std::optional<instant> parse_epoch(std::string_view text, int32_t digits_of_ms) {
  auto x = parse_decimal(text);
  if (!x || __builtin_sub_overflow(x->scale, digits_of_ms, &x->scale))
    return std::nullopt;
  auto digits = whole_digits(*x);
  auto ms = digits ? parse_integer(*digits) : std::nullopt;
  return ms ? std::optional{instant_of_ms(*ms)} : std::nullopt;
}

/// As java.time reads it, and with a space before the time, as many programs write it.
std::optional<instant> parse_iso(std::string_view text, const time_zone& zone) {
  constexpr size_t date_size = 10;
  if (text.size() <= date_size || text[date_size] != ' ')
    return parse_iso_time(text, zone);
  std::string with_t{text};
  with_t[date_size] = 'T';
  return parse_iso_time(with_t, zone);
}

caf::error useless(const std::string& why) {
  return failure(errc::payload_invalid, "timestamp: " + why);
}

} // namespace

caf::expected<std::shared_ptr<const payload_time>>
payload_time::compile(const timestamp_settings& x, const time_zone& zone) {
  auto out = std::make_shared<payload_time>();
  auto path = json_path::compile(x.path);
  if (!path)
    return failure(errc::config_invalid, "timestamp.path: " + sentence(path.error()));
  out->path_ = std::move(*path);
  out->format_ = x.format;
  out->zone_ = zone;
  if (x.format == "epoch_ms") {
    out->form_ = form::epoch_ms;
  } else if (x.format == "epoch_s") {
    out->form_ = form::epoch_s;
  } else if (x.format != "iso") {
    auto pattern = java_time_format::compile(x.format);
    if (!pattern)
      return failure(
          errc::config_invalid,
          "timestamp.format: neither \"iso\", \"epoch_ms\" nor \"epoch_s\", and as a pattern: "
              + sentence(pattern.error()));
    out->form_ = form::pattern;
    out->pattern_ = std::move(*pattern);
  }
  return std::shared_ptr<const payload_time>{std::move(out)};
}

std::optional<instant> payload_time::parse(std::string_view text) const {
  if (text.size() > text_bytes_max)
    return std::nullopt;
  switch (form_) {
  case form::iso: return parse_iso(text, zone_);
  case form::epoch_ms: return parse_epoch(text, 0);
  case form::epoch_s: return parse_epoch(text, 3);
  case form::pattern: return pattern_.parse(text, zone_);
  }
  return std::nullopt;
}

caf::expected<int64_t> payload_time::read(payload_view& message, int64_t received_ms) const {
  auto root = message.json();
  if (!root)
    return useless("the payload is no JSON: " + message.json_problem());
  json_arena arena;
  auto hit = path_.find(*root, arena);
  if (hit.outcome == json_path::outcome::failed)
    return useless(path_.text() + ": " + std::string{hit.why});
  if (!hit.node || hit.node->kind == json_kind::null)
    return useless("the payload has nothing at " + path_.text());
  if (hit.node->is_container() || hit.node->kind == json_kind::boolean)
    return useless("what is at " + path_.text() + " is neither a text nor a number");
  auto time = parse(trimmed(hit.node->text()));
  if (!time)
    return useless("what is at " + path_.text() + " has not the format \"" + format_ + "\"");
  if (time->seconds < seconds_of_2001)
    return useless(
        "it is before 2001: the device's clock is not set, or the format is not \"" + format_
        + "\"");
  if (time->seconds - ahead_max / std::chrono::seconds{1} > received_ms / 1000)
    return useless(
        "it is more than 5 minutes ahead: the device's clock or this machine's is wrong, or the "
        "format is not \""
        + format_ + "\"");
  return time->seconds * 1000 + time->nanos / 1'000'000;
}

} // namespace troupe
