#include "actors/mqtt/websocket_path.hpp"

#include <string_view>

namespace troupe {

std::string websocket_path(const websocket_options& x) {
  constexpr std::string_view marks = "-._~!$&'()*+,;=@/?%";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result(x.path.starts_with('/') ? 0 : 1, '/');
  for (auto c : x.path) {
    auto byte = static_cast<unsigned char>(c);
    auto letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || marks.find(c) != marks.npos)
      result += c;
    else
      result.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return result;
}

} // namespace troupe
