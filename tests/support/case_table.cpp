#include "tests/support/case_table.hpp"

#include <fstream>
#include <stdexcept>

namespace troupe {

std::vector<std::vector<std::string>> case_table(std::string_view name) {
  std::ifstream in{std::string{TROUPE_SOURCE_DIR "/tests/"}.append(name)};
  if (!in)
    throw std::runtime_error("cannot read " + std::string{name});
  std::vector<std::vector<std::string>> out;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#'))
      continue;
    auto& columns = out.emplace_back(1);
    for (auto c : line)
      if (c == '\t')
        columns.emplace_back();
      else
        columns.back() += c;
  }
  return out;
}

} // namespace troupe
