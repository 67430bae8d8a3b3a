#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>

/// The pure half of `explain`: what people read of the API's answers.
namespace troupe::cli {

/// A message, and its steps through every link that it reaches.
std::string message_text(const boost::json::value& answer);

/// The last good, filtered and failed message of each link.
std::string last_text(const boost::json::value& answer, int64_t now_ms);

} // namespace troupe::cli
