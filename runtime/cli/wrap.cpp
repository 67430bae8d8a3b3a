#include "runtime/cli/wrap.hpp"

#include "runtime/cli/humane.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace troupe::cli {
namespace {

constexpr size_t usual_width = 80;

/// Characters, not bytes.
size_t width_of(std::string_view x) {
  return static_cast<size_t>(
      std::count_if(x.begin(), x.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

} // namespace

std::string wrapped(std::string_view lead, std::string_view text, size_t width) {
  std::string out{lead};
  auto visible = printable(text);
  if (width == 0)
    return out + visible + '\n';
  auto indent = width_of(lead);
  auto column = indent;
  std::string_view rest = visible;
  while (!rest.empty()) {
    auto word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    if (column > indent && column + 1 + width_of(word) > width) {
      out.append(1, '\n').append(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width_of(word);
  }
  return out + '\n';
}

size_t terminal_width() {
  if (!::isatty(STDOUT_FILENO))
    return 0;
  winsize size{};
  auto known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? std::clamp<size_t>(size.ws_col, 40, 120) : usual_width;
}

} // namespace troupe::cli
