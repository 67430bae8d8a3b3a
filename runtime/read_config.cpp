#include "runtime/read_config.hpp"

#include "config/difference.hpp"
#include "config/load.hpp"
#include "runtime/cli/findings.hpp"

namespace troupe {

config_reading
read_config(const std::filesystem::path& file, const std::shared_ptr<const settings>& running) {
  auto loaded = load_settings(file);
  cli::add_link_findings(loaded.diagnostics, *loaded.draft);
  config_reading out{file.string(), nullptr, {}};
  for (auto& x : loaded.diagnostics)
    out.findings.push_back(
        {x.level == diagnostic::error, x.at.file ? *x.at.file : "", x.at.line, x.at.column,
         x.text});
  if (cli::error_count(loaded.diagnostics) > 0)
    return out;
  share_equals(*loaded.value, *running); // not before: what is shared stands where it stood
  out.value = std::move(loaded.value);
  return out;
}

} // namespace troupe
