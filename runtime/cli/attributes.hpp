#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The pure half of `get`, `set`, `watch` and `history`.
namespace troupe::cli {

/// Where the API has a realm's attributes, an asset's, or one; `stored`: once they
/// are committed.
std::string attributes_target(const std::vector<std::string>& parts, bool stored);

/// The API's attributes as a table.
std::string attribute_table(const boost::json::value& answer, int64_t now_ms);

/// What a user typed, as JSON for an attribute of this type: JSON stays as it
/// is, but for text attributes only a JSON string does; all else is quoted.
std::string json_for(std::string_view typed, std::string_view type);

/// "2026-11-01T00:00:00Z" (date alone, or with time, with or without `Z`; UTC), ms since the
/// epoch, or how long before `now_ms` ("90s", "1h", "7d"), in ms since the
/// epoch. Throws `command_error` (64) for anything else.
int64_t moment(std::string_view text, int64_t now_ms);

} // namespace troupe::cli
