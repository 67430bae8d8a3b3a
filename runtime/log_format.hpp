#pragma once

#include "actors/log.hpp"

#include <chrono>
#include <cstdint>
#include <string>

/// A log record as bytes, in each of the three forms. Pure. Values are cut
/// after `log_value_bytes_max`; nothing in them can end a line or drive a
/// terminal.
namespace troupe {

using log_time = std::chrono::system_clock::time_point;

constexpr size_t log_value_bytes_max = 2'048;

/// `2026-11-23T21:00:00.123Z info  agent.connected realm=hall agent=floor`
std::string text_line(const log::record& x, log_time at);

/// `{"time":"…","level":"info","event":"agent.connected","realm":"hall",…}`
std::string json_line(const log::record& x, log_time at);

/// A datagram of journald's native protocol: the event and its fields as
/// MESSAGE, and each as a field of its own (`realm` as REALM).
/// Source: https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
std::string journal_datagram(const log::record& x);

} // namespace troupe
