#pragma once

#include <string>
#include <string_view>

/// The rules of MQTT 3.1.1, section 4.7, for topics.
namespace troupe {

/// What is wrong with `x` as a topic filter; empty if nothing.
std::string topic_filter_problem(std::string_view x);

/// What is wrong with `x` as a topic to publish to; empty if nothing.
std::string topic_name_problem(std::string_view x);

/// What is wrong with `x` as an entry of `wildcard_subscription_topics`
/// (semantics.md, section 6, with Q25 fixed); empty if nothing.
std::string wildcard_topic_problem(std::string_view x);

} // namespace troupe
