#pragma once

#include <string>
#include <vector>

namespace troupe::cli {

/// Rows under headings, columns aligned; columns of figures to the right.
class table {
public:
  /// A heading that starts with '>' is aligned to the right (the '>' is not shown).
  explicit table(std::vector<std::string> headings);

  /// Missing cells are empty; control characters are made visible.
  void add(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  /// Lines without trailing blanks, each ended by a newline; widths count
  /// characters, not bytes.
  std::string text() const;

private:
  std::vector<std::string> headings_;
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

} // namespace troupe::cli
