#include "runtime/http/request_target.hpp"

#include "schemas/errors.hpp"

#include <optional>

namespace troupe {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

int hex_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_control(char c) {
  auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

/// Nothing where an escape is broken or a control character comes out.
std::optional<std::string> decode(std::string_view x, bool plus_is_space) {
  std::string out;
  for (size_t i = 0; i < x.size(); ++i) {
    char c = x[i];
    if (c == '%') {
      int high = i + 2 < x.size() ? hex_value(x[i + 1]) : -1;
      int low = high >= 0 ? hex_value(x[i + 2]) : -1;
      if (low < 0)
        return std::nullopt;
      c = static_cast<char>(high << 4 | low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (is_control(c))
      return std::nullopt;
    out += c;
  }
  return out;
}

caf::error refused(std::string_view part, std::string_view why) {
  std::string text = "the request's address is wrong: ";
  return failure(errc::payload_invalid, text.append(part).append(" ").append(why));
}

/// Cuts the part before `separator` off `rest`.
std::string_view cut(std::string_view& rest, char separator) {
  auto at = rest.find(separator);
  auto part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return part;
}

} // namespace

caf::expected<request_target> parse_target(std::string_view text) {
  request_target out;
  auto path = cut(text, '?');
  if (path.empty() || path.front() != '/')
    return refused("the path", "must begin with /");
  path.remove_prefix(1);
  while (!path.empty()) {
    auto segment = decode(cut(path, '/'), false);
    if (!segment)
      return refused("a path segment", "has a broken %-escape or a control character");
    if (segment->empty() || *segment == "." || *segment == "..")
      return refused("a path segment", "is empty, \".\" or \"..\"");
    out.path.push_back(std::move(*segment));
  }
  while (!text.empty()) {
    auto value = cut(text, '&');
    auto key = cut(value, '=');
    auto decoded_key = decode(key, true);
    auto decoded_value = decode(value, true);
    if (!decoded_key || !decoded_value)
      return refused("the query", "has a broken %-escape or a control character");
    if (!decoded_key->empty())
      out.query.emplace_back(std::move(*decoded_key), std::move(*decoded_value));
  }
  return out;
}

std::string percent_encode(std::string_view x) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:";
  std::string out;
  for (char c : x) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    auto byte = static_cast<unsigned char>(c);
    out.append("%").append(1, hex_digits[byte >> 4]).append(1, hex_digits[byte & 15]);
  }
  return out;
}

} // namespace troupe
