#include "runtime/cli/payload_argument.hpp"

#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace troupe::cli {
namespace {

[[noreturn]] void complain(const std::string& text) { throw command_error{exit_usage, text}; }

std::string read_all(std::istream& in, const std::string& name, size_t most) {
  std::string out;
  std::array<char, 65536> buffer{};
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
    out.append(buffer.data(), static_cast<size_t>(in.gcount()));
    if (out.size() > most)
      complain(name + " has more than " + bytes_text(most) + ", too much for a payload here");
  }
  if (in.bad())
    complain(name + " cannot be read: " + std::strerror(errno));
  return out;
}

std::string read_file(const std::string& name, size_t most) {
  std::ifstream in{name, std::ios::binary};
  if (!in)
    complain(name + " cannot be read: " + std::strerror(errno));
  return read_all(in, name, most);
}

/// Pairs of digits; white space and colons between them are fine.
std::string from_hex(const std::string& text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  int high = -1;
  for (auto c : text) {
    if (c == ' ' || c == ':' || c == '\n' || c == '\t')
      continue;
    auto digit = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    if (digit == digits.npos)
      complain("--payload-hex takes pairs of hexadecimal digits, e.g. 01ff");
    if (high < 0)
      high = static_cast<int>(digit);
    else {
      out += static_cast<char>(high << 4 | static_cast<int>(digit));
      high = -1;
    }
  }
  if (high >= 0)
    complain("--payload-hex has an odd number of digits");
  return out;
}

} // namespace

std::string payload_bytes(const explain_options& x, std::istream& input, size_t most) {
  if (x.payload.has_value() == x.payload_hex.has_value())
    complain("a message needs either --payload or --payload-hex");
  if (x.payload == "-")
    return read_all(input, "the standard input", most);
  if (x.payload && x.payload->starts_with('@'))
    return read_file(x.payload->substr(1), most);
  auto out = x.payload ? *x.payload : from_hex(*x.payload_hex);
  if (out.size() > most)
    complain("the payload has more than " + bytes_text(most));
  return out;
}

} // namespace troupe::cli
