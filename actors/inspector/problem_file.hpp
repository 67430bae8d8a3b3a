#pragma once

#include "actors/inspector/problem_book.hpp"

#include <caf/expected.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// `problems.json` in the storage folder: what people said of problems, over a restart.
namespace troupe {

std::string encode_marks(const std::vector<kept_mark>& xs);

/// Takes what it understands; fails with `store_failed` where the text is no such file.
caf::expected<std::vector<kept_mark>> decode_marks(std::string_view text);

/// Nothing where there is no file.
caf::expected<std::vector<kept_mark>> read_marks(const std::filesystem::path& file);

/// As a whole or not at all, with mode 0600; on the disk when it returns.
caf::error write_marks(const std::filesystem::path& file, const std::vector<kept_mark>& xs);

} // namespace troupe
