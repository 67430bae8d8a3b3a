#include "config/durations.hpp"
#include "runtime/cli/attributes.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"

#include <charconv>
#include <ctime>

namespace troupe::cli {
namespace {

/// UTC, "2026-11-01[T12:30[:15]][Z]"; nothing if `text` is none.
std::optional<int64_t> instant(const std::string& text) {
  for (auto* form : {"%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"}) {
    std::tm parts{};
    auto* rest = strptime(text.c_str(), form, &parts);
    if (rest && (*rest == '\0' || std::string_view{rest} == "Z"))
      return int64_t{timegm(&parts)} * 1'000;
  }
  return std::nullopt;
}

} // namespace

int64_t moment(std::string_view text, int64_t now_ms) {
  int64_t ms = 0;
  auto end = text.data() + text.size();
  if (std::from_chars(text.data(), end, ms).ptr == end && !text.empty())
    return ms;
  if (auto ago = parse_duration(text); ago && ago->count() >= 0)
    return now_ms - ago->count();
  if (auto at = instant(std::string{text}))
    return *at;
  throw command_error{
      exit_usage, "'" + std::string{text}
                      + "' is no time: give 2026-11-01T00:00:00Z, ms since the epoch, or how long "
                        "ago, e.g. 1h"};
}

} // namespace troupe::cli
