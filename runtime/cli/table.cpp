#include "runtime/cli/table.hpp"

#include "runtime/cli/humane.hpp"

#include <algorithm>

namespace troupe::cli {
namespace {

size_t width(const std::string& x) {
  auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return static_cast<size_t>(std::count_if(x.begin(), x.end(), is_start));
}

} // namespace

table::table(std::vector<std::string> headings) : headings_{std::move(headings)} {
  for (auto& x : headings_) {
    right_.push_back(x.starts_with('>'));
    if (right_.back())
      x.erase(0, 1);
  }
}

void table::add(std::vector<std::string> cells) {
  cells.resize(headings_.size());
  for (auto& x : cells)
    x = printable(x);
  rows_.push_back(std::move(cells));
}

std::string table::text() const {
  std::vector<size_t> widths;
  for (size_t i = 0; i < headings_.size(); ++i) {
    widths.push_back(width(headings_[i]));
    for (auto& row : rows_)
      widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string out;
  auto print = [&](const std::vector<std::string>& row) {
    for (size_t i = 0; i < row.size(); ++i) {
      std::string gap(widths[i] - width(row[i]), ' ');
      out += (i == 0 ? "" : "  ") + (right_[i] ? gap + row[i] : row[i] + gap);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  };
  print(headings_);
  for (auto& row : rows_)
    print(row);
  return out;
}

} // namespace troupe::cli
