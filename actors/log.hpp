#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// One event, one line: `log::info("agent.connected", "realm", realm, "agent", id)`.
/// The dotted name never changes, operators alert on it; values are fields.
/// info: an operator would want it tomorrow; warn: it healed itself or will;
/// error: someone must act. Never a payload, never a secret.
namespace troupe::log {

enum class level : uint8_t { debug, info, warn, error };

struct record {
  enum level level = level::info;
  std::string_view event;
  std::vector<std::pair<std::string_view, std::string>> fields;
};

/// Where records go from now on; any thread may call it at any time after.
/// Set once, before the first actor is spawned. Without it nothing is logged.
void set_sink(level threshold, std::function<void(const record&)> sink);

/// Any thread.
void set_threshold(level lowest);

bool enabled(level x);
void write(const record& x);

namespace detail {

template <class T>
std::string text(const T& x) {
  if constexpr (std::is_same_v<T, bool>)
    return x ? "true" : "false";
  else if constexpr (std::is_arithmetic_v<T>)
    return std::to_string(x);
  else
    return std::string{std::string_view{x}};
}

inline void collect(record&) {}

template <class T, class... Ts>
void collect(record& out, std::string_view key, const T& x, const Ts&... rest) {
  out.fields.emplace_back(key, text(x));
  collect(out, rest...);
}

template <class... Ts>
void emit(level l, std::string_view event, const Ts&... fields) {
  if (!enabled(l))
    return;
  record out{l, event, {}};
  out.fields.reserve(sizeof...(fields) / 2);
  collect(out, fields...);
  write(out);
}

} // namespace detail

template <class... Ts>
void debug(std::string_view event, const Ts&... fields) {
  detail::emit(level::debug, event, fields...);
}

template <class... Ts>
void info(std::string_view event, const Ts&... fields) {
  detail::emit(level::info, event, fields...);
}

template <class... Ts>
void warn(std::string_view event, const Ts&... fields) {
  detail::emit(level::warn, event, fields...);
}

template <class... Ts>
void error(std::string_view event, const Ts&... fields) {
  detail::emit(level::error, event, fields...);
}

} // namespace troupe::log
