#pragma once

#include "schemas/value.hpp"

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

/// Writes compact JSON piece by piece; the commas come by themselves.
/// Integers beyond 2^53 and other numbers that JavaScript would round are
/// written as text.
class json_writer {
public:
  json_writer& open(char bracket) {
    separate();
    text_ += bracket;
    return *this;
  }

  json_writer& close(char bracket) {
    text_ += bracket;
    return *this;
  }

  json_writer& key(std::string_view x) {
    put(x);
    text_ += ':';
    return *this;
  }

  json_writer& put(std::string_view x) {
    separate();
    append_json_string(text_, x);
    return *this;
  }
  json_writer& put(const std::string& x) { return put(std::string_view{x}); }
  json_writer& put(const char* x) { return put(std::string_view{x}); }
  json_writer& put(std::same_as<bool> auto x) { return put(value{x}); }
  json_writer& put(std::floating_point auto x) { return put(value{static_cast<double>(x)}); }
  json_writer& put(std::signed_integral auto x) { return put(value{static_cast<int64_t>(x)}); }
  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>) json_writer& put(T x) { return put_unsigned(x); }
  json_writer& put(const value& x);

  template <class T>
  json_writer& field(std::string_view name, const T& x) {
    return key(name).put(x);
  }

  /// A time in ms since the epoch; 0, which means never, becomes null.
  json_writer& time_field(std::string_view name, int64_t ms);

  std::string take() { return std::move(text_); }

private:
  void separate();
  json_writer& put_unsigned(uint64_t x);

  std::string text_;
};

} // namespace troupe
