#include "runtime/cli/config_file.hpp"

#include "config/load.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"

#include <cstdlib>

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
