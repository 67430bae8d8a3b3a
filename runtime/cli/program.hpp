#pragma once

#include "runtime/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace troupe::cli {

/// The commands as CLI11 sees them, and the one that was chosen.
struct program {
  CLI::App app{"Troupe: an actor runtime that ties MQTT devices to typed attributes.", "troupe"};
  std::function<int()> chosen;
  std::vector<std::string> names;

  /// A command whose options live as long as the program; `examples` ends its help.
  template <class Options>
  CLI::App*
  add(const std::string& name, const std::string& says, const std::string& examples,
      int (*command)(const Options&), std::shared_ptr<Options> options) {
    names.push_back(name);
    return add_below(app, name, says, examples, command, std::move(options));
  }

  /// The same for a command of a command.
  template <class Options>
  CLI::App* add_below(
      CLI::App& parent, const std::string& name, const std::string& says,
      const std::string& examples, int (*command)(const Options&),
      std::shared_ptr<Options> options) {
    auto* sub = parent.add_subcommand(name, says);
    sub->footer("Examples:\n" + examples);
    sub->callback([this, command, options] { chosen = [=] { return command(*options); }; });
    return sub;
  }
};

/// The option that names the configuration.
void add_config(CLI::App* sub, config_options& x);

/// The options of a command that asks a runtime.
void add_query(CLI::App* sub, query_options& x);

void add_explain_command(program& p);

/// `reload` and `purge`.
void add_change_commands(program& p);

/// `problems` and what may be said of one of them; `health`.
void add_problems_commands(program& p);
void add_health_command(program& p);

/// `vault` and its commands.
void add_vault_commands(program& p);

} // namespace troupe::cli
