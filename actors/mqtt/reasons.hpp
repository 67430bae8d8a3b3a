#pragma once

#include <chrono>
#include <cstdint>
#include <string>

/// What the numbers of MQTT mean, for people. A text completes a sentence.
namespace troupe {

/// "6 s", "0.25 s".
std::string in_seconds(std::chrono::milliseconds x);

/// Why CONNECT was refused: MQTT 3.1.1 section 3.2.2.3, MQTT 5 section 3.2.2.2.
std::string connack_reason(bool mqtt5, int code);

/// Whether that is about who we are, and not about the state that the broker is in.
bool refuses_us(bool mqtt5, int code);

/// Why the broker disconnected: MQTT 5 section 3.14.2.1.
std::string disconnect_reason(int code);

/// Why a subscription was refused, code 128 and above: MQTT 3.1.1 section 3.9.3,
/// MQTT 5 section 3.9.3.
std::string suback_reason(int code);

/// Why the broker did not take a PUBLISH: MQTT 5 section 3.4.2.1.
std::string publish_reason(int code);

} // namespace troupe
