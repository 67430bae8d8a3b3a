#pragma once

#include "config/diagnostic.hpp"
#include "config/settings.hpp"

#include <caf/expected.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

namespace config {
struct key_info;
struct node;
} // namespace config

/// The value of a variable of this process.
std::optional<std::string> environment_variable(const std::string& name);

/// The text of a file of at most 64 KiB. Fails with `not_found`, or with
/// `unavailable` where the file is there but may not be read.
caf::expected<std::string> read_secret_file(const std::filesystem::path& file);

/// What loading looks at besides the files of the configuration.
struct environment {
  std::function<std::optional<std::string>(const std::string&)> variable = environment_variable;
  std::function<caf::expected<std::string>(const std::filesystem::path&)> secret_file =
      read_secret_file;
  /// For `troupe check`: a credential or secret that exists only for the
  /// service, not for this shell, is a warning and not an error.
  bool check_only = false;
  /// Is told each key that is set: its path, which a group's asset has, too, and its value.
  std::function<void(const std::string& path, const config::key_info&, const config::node&)>
      noted{};
};

/// A secret that exists only for the service, not for this shell.
struct unseen_secret {
  std::string key;        ///< "vault.keystore_password"
  std::string credential; ///< By which systemd hands it over; empty: a file's.
  std::string text;       ///< The finding.
};

struct load_result {
  /// Null exactly if there is an error. Whoever loads it may change it until it is handed on.
  std::shared_ptr<settings> value;
  /// What could be read, with defaults for the rest: to look for more mistakes in.
  std::shared_ptr<const settings> draft;
  std::vector<diagnostic> diagnostics; ///< In the order of the files and lines.
  std::vector<unseen_secret> unseen{}; ///< Read as empty; only where it is checked.
};

/// Reads `file` and what it includes, at most 64 MiB in all. Never throws for
/// what files contain; every semantic error is reported at once.
load_result load_settings(const std::filesystem::path& file, const environment& env = {});

/// Reads a configuration from memory. `name` stands in messages, and what the
/// text names by a relative path lies beside it.
load_result parse_settings(std::string_view toml, std::string name, const environment& env = {});

} // namespace troupe
