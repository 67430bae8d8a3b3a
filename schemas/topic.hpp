#pragma once

#include <string>
#include <string_view>

/// Topics by the rules of MQTT 3.1.1, section 4.7.
namespace troupe {

/// 1 to 65,535 bytes of UTF-8 without NUL; `+` and `#` alone in their level,
/// `#` in the last one.
bool valid_filter(std::string_view filter);

/// Something that may be published to: as a filter, without any wildcard.
bool valid_topic_name(std::string_view topic);

/// What is wrong with `x` as a topic filter; as a topic to publish to; as an
/// entry of `wildcard_subscription_topics`, which must have a wildcard. Empty if nothing.
std::string topic_filter_problem(std::string_view x);
std::string topic_name_problem(std::string_view x);
std::string wildcard_topic_problem(std::string_view x);

/// Whether a valid filter has a wildcard.
bool has_wildcard(std::string_view filter);

/// What a subscription of `filter` receives: of a shared one, `$share/NAME/FILTER`
/// (MQTT 5, 4.8.2), what FILTER does.
std::string_view unshared(std::string_view filter);

/// Takes the first level off `rest`; `more` tells whether another one follows,
/// which may be empty.
std::string_view take_level(std::string_view& rest, bool& more);

/// Whether a message on `topic` reaches a subscription of `filter`, both
/// valid and not shared. A wildcard in the first level matches no topic that starts with `$`.
bool matches(std::string_view filter, std::string_view topic);

} // namespace troupe
