#pragma once

#include "runtime/openremote/import_note.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

struct import_options {
  std::string name = "the export"; ///< Of the file, for the comment at the head.
  bool keep_ids = false;           ///< OpenRemote's, instead of ids made of the names.
};

struct import_result {
  std::string
      toml; ///< A configuration that `troupe check` finds good; empty if there are problems.
  std::vector<import_note> notes;    ///< What is not in it as it was, in the order of the export.
  std::vector<std::string> problems; ///< Why the export cannot be used; a sentence each.
  size_t realms = 0;
  size_t agents = 0;
  size_t assets = 0;
  size_t links = 0;
};

/// Makes a configuration of an export of OpenRemote's assets (JSON).
import_result import_openremote(std::string_view text, const import_options& options);

} // namespace troupe
