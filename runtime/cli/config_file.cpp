#include "runtime/cli/config_file.hpp"

#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"

#include <cstdlib>
#include <iostream>

namespace troupe::cli {
namespace {

constexpr auto default_file = "/etc/troupe/troupe.toml";

/// Whether the user said which file, so that one that fails is not passed over.
bool is_named(const config_options& x) { return config_file(x) != default_file; }

} // namespace

std::string config_file(const config_options& x) {
  if (!x.config.empty())
    return x.config;
  auto* named = std::getenv("TROUPE_CONFIG");
  return named && *named ? named : default_file;
}

offline_settings load_offline(const config_options& x) {
  auto file = config_file(x);
  environment env;
  env.check_only = true;
  std::error_code ignored;
  if (!is_named(x) && !std::filesystem::exists(file, ignored))
    return {parse_settings("", "the defaults", env).value, {}};
  auto loaded = load_settings(file, env);
  offline_settings out{loaded.value, {}};
  for (auto& finding : loaded.diagnostics)
    if (finding.level == diagnostic::error)
      std::cerr << to_string(finding) << '\n';
  for (auto& x : loaded.unseen)
    if (x.key.starts_with("vault."))
      out.unseen.push_back(x);
  if (!out.value)
    throw command_error{exit_config, file + " is no valid configuration"};
  return out;
}

found_settings find_runtime_settings(const config_options& x) {
  auto file = config_file(x);
  environment env;
  env.check_only = true; // whoever may talk to a runtime need not know its secrets
  auto loaded = load_settings(file, env);
  if (loaded.value)
    return {loaded.value->runtime, file};
  if (is_named(x))
    throw command_error{
        exit_config, file
                         + " is no valid configuration, so it does not tell where the runtime "
                           "listens; 'troupe check -c "
                         + file + "' shows why, --socket does without it"};
  return {parse_settings("", "the defaults", env).value->runtime, "the defaults"};
}

} // namespace troupe::cli
