#pragma once

#include "config/diagnostic.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Tables beside a configuration, by RFC 4180: commas, lines that end with LF or CRLF, and
/// quotes around what has commas, quotes ("") or line ends. A BOM and empty lines do not count.
namespace troupe::config {

struct csv_row {
  origin at;
  std::vector<std::string> values;
};

struct csv_table {
  csv_row head;              ///< The names of the columns, each once.
  std::vector<csv_row> rows; ///< Each with a value for every column.
};

/// What is wrong with a table, and where.
struct csv_problem {
  origin at;
  std::string text;
};

/// Reads `text`; complains about every row, but about no more than 20, and gives what is well.
/// Nothing where not even the columns can be told.
std::optional<csv_table> parse_csv(
    std::string_view text, std::shared_ptr<const std::string> name, size_t most_rows,
    std::vector<csv_problem>& problems);

/// Reads a file; what it has of bytes is taken off `bytes_left`.
std::optional<csv_table> read_csv(
    const std::filesystem::path& file, size_t most_rows, size_t& bytes_left,
    std::vector<csv_problem>& problems);

} // namespace troupe::config
