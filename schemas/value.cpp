#include "schemas/value.hpp"

#include <charconv>
#include <cmath>
#include <utility>

namespace troupe {
namespace {

/// The shortest decimal digits of a finite, positive `x`, and its exponent in
/// scientific notation.
std::pair<std::string, int> shortest_digits(double x) {
  char buffer[32];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, x, std::chars_format::scientific).ptr;
  std::string_view text{buffer, static_cast<size_t>(end - buffer)};
  auto e = text.find('e');
  if (e == 1) { // of one digit and two, Java takes the one closer to x
    end = std::to_chars(buffer, buffer + sizeof buffer, x, std::chars_format::scientific, 1).ptr;
    text = {buffer, static_cast<size_t>(end - buffer)};
    e = text[2] == '0' ? 1 : 3;
  }
  auto mark = text.find('e');
  int exponent = 0;
  auto first = text.data() + mark + (text[mark + 1] == '+' ? 2 : 1);
  std::from_chars(first, end, exponent);
  std::string digits{text.substr(0, 1)};
  if (e > 2)
    digits.append(text.substr(2, e - 2));
  return {digits, exponent};
}

} // namespace

json_text quote_word(std::string_view word) { return {'"' + std::string{word} + '"'}; }

std::optional<std::string_view> quoted_word(const json_text& x) {
  if (!x.text.starts_with('"'))
    return std::nullopt;
  return std::string_view{x.text}.substr(1, x.text.size() - 2);
}

std::string to_java_text(double x) {
  if (std::isnan(x))
    return "NaN";
  if (std::isinf(x))
    return x > 0 ? "Infinity" : "-Infinity";
  std::string out = std::signbit(x) ? "-" : "";
  if (x == 0)
    return out + "0.0";
  auto [digits, exponent] = shortest_digits(std::fabs(x));
  if (exponent < -3 || exponent >= 7) {
    out.append(digits, 0, 1).append(".");
    out.append(digits.size() > 1 ? digits.substr(1) : "0");
    return out + "E" + std::to_string(exponent);
  }
  if (exponent < 0)
    return out + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  auto whole = static_cast<size_t>(exponent) + 1;
  if (digits.size() <= whole)
    return out + digits + std::string(whole - digits.size(), '0') + ".0";
  return out + digits.substr(0, whole) + "." + digits.substr(whole);
}

void append_json_string(std::string& out, std::string_view x) {
  constexpr auto hex = "0123456789abcdef";
  out += '"';
  for (char c : x) {
    switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\b': out += "\\b"; break;
    case '\f': out += "\\f"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default:
      if (auto byte = static_cast<unsigned char>(c); byte < 0x20)
        out.append("\\u00").append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
      else
        out += c;
    }
  }
  out += '"';
}

void append_json(std::string& out, const value& x) {
  struct writer {
    std::string& out;
    void operator()(std::monostate) const { out += "null"; }
    void operator()(bool b) const { out += b ? "true" : "false"; }
    void operator()(int64_t i) const { out += std::to_string(i); }
    void operator()(double d) const {
      if (std::isfinite(d))
        out += to_java_text(d);
      else
        append_json_string(out, to_java_text(d));
    }
    void operator()(const std::string& s) const { append_json_string(out, s); }
    void operator()(const json_text& j) const { out += j.text; }
  };
  std::visit(writer{out}, x);
}

std::string to_json(const value& x) {
  std::string out;
  append_json(out, x);
  return out;
}

} // namespace troupe
