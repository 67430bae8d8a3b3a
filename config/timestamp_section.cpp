#include "config/formats.hpp"
#include "config/sections.hpp"

namespace troupe::config {
namespace {

std::string blank_problem(std::string_view x) {
  return x.find_first_not_of(" \t") == x.npos ? "is blank" : "";
}

/// An empty table is no timestamp, so to an editor no key is required.
void check(reader& r, const written& keys, timestamp_settings&) {
  if (!keys.has("path"))
    keys.error(r, "path", "missing; expected a JSON path");
}

} // namespace

const section<timestamp_settings>& timestamp_section() {
  using s = timestamp_settings;
  static const section<s> it{
      "Where the payload says when its values were measured. A value that is older than the "
      "attribute's own, both by the device's clock, is late: it becomes a data point, where the "
      "attribute keeps them, and nothing else. Where the time is missing or cannot be read, lies "
      "before 2001 or more than 5 minutes ahead, the time of receipt stands in: the value counts "
      "as `untimed` in the ledger, its quality is `clock_suspect`, and the log tells the cause "
      "once.",
      {
          {"path", &s::path, checked_text("a JSON path", "\"$.ts\"", blank_problem),
           "Required. Where in the JSON payload it stands, as a text or a number."},
          {"format", &s::format, checked_text("a text", "\"epoch_ms\"", blank_problem),
           "`iso` is ISO 8601, `epoch_ms` and `epoch_s` count milliseconds and seconds since 1970, "
           "also with a fraction; anything else is a pattern of Java's DateTimeFormatter such as "
           "`dd.MM.yyyy HH:mm:ss`. Without a zone the time is one in `runtime.time_zone`."},
      },
      check};
  return it;
}

} // namespace troupe::config
