#pragma once

#include <string_view>

/// What texts of OpenRemote's types must look like, as a whole. Source:
/// OpenRemote's Constants; each pattern here matches what the one there does,
/// but in one pass and without a stack.
namespace troupe {

/// `name@host.domain` in lower case, or a quoted name, or an address in brackets.
bool is_email(std::string_view x);

bool is_uuid(std::string_view x);

/// 22 letters and digits.
bool is_asset_id(std::string_view x);

/// A date that exists, `T`, a time with seconds, and `Z` or `+hh:mm`.
bool is_iso_timestamp(std::string_view x);

/// IPv4 or IPv6, perhaps with blanks in front and a zone behind a `%`.
bool is_ip_address(std::string_view x);

/// Labels of letters, digits and inner hyphens; all but the first begin with a letter.
bool is_host_name(std::string_view x);

/// A host or an address, perhaps with `scheme://`, `scheme`s`://`, port and path.
bool is_url(std::string_view x, std::string_view scheme);

} // namespace troupe
