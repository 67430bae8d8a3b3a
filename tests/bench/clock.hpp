#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace bench {

/// Nanoseconds of the machine's monotonic clock: comparable between processes.
inline int64_t now_ns() {
  using namespace std::chrono;
  return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The number at the end of a topic or attribute name, -1 if there is none.
inline int64_t trailing_number(std::string_view text) {
  int64_t number = 0, scale = 1;
  for (auto i = text.size(); i > 0 && text[i - 1] >= '0' && text[i - 1] <= '9'; --i) {
    number += scale * (text[i - 1] - '0');
    scale *= 10;
  }
  return scale == 1 ? -1 : number;
}

} // namespace bench
