#include "runtime/cli/command_line.hpp"

#include "config/spelling.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/program.hpp"

#include <iostream>
#include <map>

namespace troupe::cli {
namespace {

void add_configuration_commands(program& p) {
  auto run_with = std::make_shared<config_options>();
  add_config(
      p.add<config_options>(
          "run", "Run the runtime in the foreground",
          "  troupe run -c troupe.toml\n  TROUPE_CONFIG=troupe.toml troupe run", run, run_with),
      *run_with);

  auto check_with = std::make_shared<check_options>();
  auto* check_command = p.add<check_options>(
      "check", "Check a configuration: every mistake at once, with file, line and column",
      "  troupe check\n  troupe check -c troupe.toml --json", check, check_with);
  add_config(check_command, *check_with);
  check_command->add_flag("--json", check_with->json, "Print the findings as JSON");

  auto page = std::make_shared<config_page_options>();
  auto* config = p.add<config_page_options>(
      "config", "Explain every key of the configuration, or show what counts and where it stands",
      "  troupe config reference | less\n  troupe config schema > troupe.schema.json\n"
      "  troupe config --effective hall/press-9 -c hall.toml\n"
      "  troupe config --effective --json | jq .",
      explain_config, page);
  auto* which =
      config
          ->add_option("PAGE", page->page, "reference (text) or schema (JSON Schema, for editors)")
          ->type_name("")
          ->transform(CLI::Transformer(std::map<std::string, config_page>{
              {"reference", config_page::reference}, {"schema", config_page::schema}}));
  auto* effective =
      config
          ->add_option_function<std::vector<std::string>>(
              "--effective",
              [page](const std::vector<std::string>& x) {
                page->effective = true;
                page->path = x.empty() ? "" : x.front();
              },
              "Every value of all, a realm, or an agent or asset, and the file and line it comes "
              "from: templates, groups and defaults are applied, secrets not shown")
          ->expected(0, 1)
          ->type_name("[REALM[/ASSET]]")
          ->excludes(which);
  add_config(config, *page);
  config->add_flag("--json", page->json, "Print the values as JSON")->needs(effective);
}

void add_test_links_command(program& p) {
  auto x = std::make_shared<test_links_options>();
  auto* sub = p.add<test_links_options>(
      "test-links", "Run link cases: what payloads, writes and values should become",
      "  troupe test-links cases.json\n  troupe test-links cases/*.json --json\n"
      "A file is a JSON array of cases with OpenRemote's names. A message, and a write:\n"
      "  [{\"id\": \"oil\", \"attributeType\": \"number\", \"payload\": \"{\\\"t\\\": 61.5}\",\n"
      "    \"link\": {\"valueFilters\": [{\"type\": \"jsonPath\", \"path\": \"$.t\"}]},\n"
      "    \"expect\": {\"outcome\": \"value\", \"value\": 61.5}},\n"
      "   {\"id\": \"set\", \"attributeType\": \"boolean\", \"value\": true,\n"
      "    \"link\": {\"writeValueConverter\": {\"TRUE\": \"ON\", \"FALSE\": \"OFF\"}},\n"
      "    \"expect\": {\"outcome\": \"publish\", \"payload\": \"ON\"}}]",
      test_links, x);
  sub->add_option("FILE", x->files, "Files of cases")->required()->type_name("");
  sub->add_flag("--json", x->json, "Print the failures as JSON");
}

void add_inspection_commands(program& p) {
  struct row {
    const char* name;
    const char* says;
    int (*command)(const query_options&);
  };
  for (auto& x : {
           row{"status", "The runtime at a glance: realms, agents, problems", status},
           row{"agents", "The agents: status, since when, why not", agents},
           row{"actors", "The actors: mailboxes, handlers, restarts", actors},
           row{"ledger", "Where every message went, agent link by agent link", ledger},
       }) {
    auto name = std::string{x.name};
    auto options = std::make_shared<query_options>();
    add_query(
        p.add<query_options>(
            name, x.says, "  troupe " + name + "\n  troupe " + name + " --json", x.command,
            options),
        *options);
  }
  auto probe_with = std::make_shared<probe_options>();
  auto* probe_command = p.add<probe_options>(
      "probe", "Try an agent's connection step by step",
      "  troupe probe hall/floor\n  troupe probe hall/floor --json", probe, probe_with);
  add_query(probe_command, *probe_with);
  probe_command->add_option("AGENT", probe_with->path, "REALM/AGENT")->required()->type_name("");
}

void add_attribute_commands(program& p) {
  auto get_with = std::make_shared<get_options>();
  auto* get_command = p.add<get_options>(
      "get", "Show attributes: a realm's, an asset's, or one",
      "  troupe get hall\n  troupe get hall/press-9\n  troupe get hall/press-9/oil_temp\n"
      "  troupe get hall/press-9/oil_temp --stored --json",
      get, get_with);
  add_query(get_command, *get_with);
  get_command->add_option("PATH", get_with->path, "REALM[/ASSET[/ATTRIBUTE]]")
      ->required()
      ->type_name("");
  get_command->add_flag("--stored", get_with->stored, "Once it is committed to the database");

  auto set_with = std::make_shared<set_options>();
  auto* set_command = p.add<set_options>(
      "set", "Set an attribute; a linked one is written to its device",
      "  troupe set hall/press-9/target 72.5\n  troupe set hall/press-9/note 'oil changed'\n"
      "  troupe set hall/press-9/target --wait -- -5",
      set, set_with);
  add_query(set_command, *set_with);
  set_command->add_option("PATH", set_with->path, "REALM/ASSET/ATTRIBUTE")
      ->required()
      ->type_name("");
  set_command->add_option("VALUE", set_with->value, "JSON; bare text for text attributes")
      ->required()
      ->type_name("");
  set_command->add_flag("--wait", set_with->wait, "Until the broker has acknowledged it");

  auto watch_with = std::make_shared<watch_options>();
  auto* watch_command = p.add<watch_options>(
      "watch", "Print attribute changes as they happen, until interrupted",
      "  troupe watch\n  troupe watch hall/press-9\n  troupe watch hall --count 10 --json", watch,
      watch_with);
  add_query(watch_command, *watch_with);
  watch_command->add_option("PATH", watch_with->path, "REALM[/ASSET[/ATTRIBUTE]] (default: all)")
      ->type_name("");
  watch_command->add_option("--count", watch_with->count, "End after that many changes")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000));

  auto history_with = std::make_shared<history_options>();
  auto* history_command = p.add<history_options>(
      "history", "Show an attribute's data points, oldest first",
      "  troupe history hall/press-9/oil_temp\n"
      "  troupe history hall/press-9/oil_temp --from 1h --limit 1000\n"
      "  troupe history hall/press-9/oil_temp --from 2026-11-01T00:00:00Z --json",
      history, history_with);
  add_query(history_command, *history_with);
  history_command->add_option("PATH", history_with->path, "REALM/ASSET/ATTRIBUTE")
      ->required()
      ->type_name("");
  auto moment = "A time (2026-11-01T00:00:00Z), ms since the epoch, or how long ago (1h)";
  history_command->add_option("--from", history_with->from, moment)->type_name("TIME");
  history_command->add_option("--to", history_with->to, moment)->type_name("TIME");
  history_command->add_option("--limit", history_with->limit, "The newest that many")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
}

void add_simulate_command(program& p) {
  auto x = std::make_shared<simulate_options>();
  auto* sub = p.add<simulate_options>(
      "simulate", "Play a plant on a broker: machines that send telemetry and obey set commands",
      "  troupe simulate --port 1883 --assets 12 --rate 12\n"
      "  troupe simulate --assets 1000 --rate 0 --qos 1 --count 1000000   # load\n"
      "  mosquitto_pub -t plant/press-9/set -m '{\"target\": 72.5}'        # answered on "
      "plant/press-9/target",
      simulate, x);
  auto option = [sub](const char* name, auto& value, const char* says, const char* type) {
    return sub->add_option(name, value, says)->type_name(type)->capture_default_str();
  };
  option("--host", x->host, "The broker", "HOST");
  option("--port", x->port, "Its port", "PORT")->check(CLI::Range(1, 65535));
  option("--username", x->username, "User name", "NAME");
  option("--password-file", x->password_file, "File whose first line is the password", "FILE");
  option("--client-id", x->client_id, "Client id (default: a random one)", "ID");
  option("--topic", x->topic, "First level of all topics", "TOPIC");
  option("--prefix", x->prefix, "Machines are called PREFIX1, PREFIX2, …", "PREFIX");
  option("--assets", x->assets, "How many machines", "N")->check(CLI::Range(1, 1'000'000));
  option(
      "--rate", x->rate,
      "Messages per second in all (default: one a machine); 0: as fast as it goes", "R")
      ->check(CLI::NonNegativeNumber);
  option("--qos", x->qos, "Of the telemetry", "0|1|2")->check(CLI::Range(0, 2));
  option("--count", x->count, "End after that many messages; 0: never", "N")
      ->check(CLI::NonNegativeNumber);
  option("--seed", x->seed, "Same seed, same plant", "N")->check(CLI::NonNegativeNumber);
  sub->add_flag("--retain", x->retain, "Publish the telemetry retained");
  sub->add_flag("--quiet", x->quiet, "Print the totals only");
  sub->add_option_function<double>(
         "--duration", [x](double ms) { x->duration = std::chrono::milliseconds{int64_t(ms)}; },
         "End after that time, e.g. 30s")
      ->type_name("TIME")
      ->transform(CLI::AsNumberWithUnit(
          std::map<std::string, double>{{"ms", 1}, {"s", 1e3}, {"min", 60e3}, {"h", 3600e3}},
          CLI::AsNumberWithUnit::UNIT_REQUIRED));
}

void add_import_commands(program& p) {
  p.names.emplace_back("import");
  auto* import = p.app.add_subcommand("import", "Make a configuration of another system's export");
  import->require_subcommand(1);
  auto x = std::make_shared<import_openremote_options>();
  auto* sub = p.add_below<import_openremote_options>(
      *import, "openremote", "Make a configuration of an export of OpenRemote's assets",
      "  curl -X POST https://openremote.example/api/hall/asset/query \\\n"
      "    -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' -d '{}' \\\n"
      "    > assets.json\n"
      "  troupe import openremote assets.json -o hall.toml && troupe check -c hall.toml\n"
      "  troupe import openremote assets.json -o hall.toml --force --json | jq .\n"
      "What cannot be carried over is listed with its reason, on standard error and at the head\n"
      "of the TOML. Passwords are not written down: the list says where they are expected.\n"
      "Ids are made of the assets' names, \"Press 9\" is press-9; OpenRemote's stand beside them.",
      import_openremote, x);
  sub->add_option(
         "FILE", x->file, "JSON, as POST /api/REALM/asset/query answers; - is standard input")
      ->required()
      ->type_name("");
  auto* output =
      sub->add_option("-o,--output", x->output, "Where to write (default: standard output)")
          ->type_name("FILE");
  sub->add_flag("--force", x->force, "Replace the output file")->needs(output);
  sub->add_flag("--keep-ids", x->keep_ids, "Keep OpenRemote's ids of assets and agents");
  sub->add_flag("--json", x->json, "Print the list as JSON, on standard output")->needs(output);
}

void add_version_command(program& p) {
  auto x = std::make_shared<version_options>();
  auto* sub = p.add<version_options>(
      "version", "Show what this is built of", "  troupe version\n  troupe version --json", version,
      x);
  sub->add_flag("--json", x->json, "As JSON");
}

int complain(const std::string& text) {
  std::cerr << "troupe: " << text << '\n';
  return exit_usage;
}

bool complain_of(
    const std::string& word, const std::vector<std::string>& names, const std::string& help) {
  auto meant = config::nearest(word, {names.begin(), names.end()});
  complain(
      "there is no command '" + printable(word) + "'"
      + (meant.empty() ? "; '" + help + "' lists them"
                       : "; did you mean '" + std::string{meant} + "'?"));
  return false;
}

/// Whether the first arguments name a command; says which one was meant if not.
bool known(const program& p, int argc, const char* const* argv) {
  auto is_name = [](const std::vector<std::string>& names, const std::string& x) {
    return x.starts_with('-') || std::find(names.begin(), names.end(), x) != names.end();
  };
  std::string word = argv[1];
  if (!is_name(p.names, word))
    return complain_of(word, p.names, "troupe --help");
  if (word.starts_with('-') || argc < 3)
    return true;
  std::vector<std::string> below;
  for (auto* sub : p.app.get_subcommand(word)->get_subcommands([](auto*) { return true; }))
    below.push_back(sub->get_name());
  return below.empty() || is_name(below, argv[2])
         || complain_of(argv[2], below, "troupe " + word + " --help");
}

} // namespace

void add_config(CLI::App* sub, config_options& x) {
  sub->add_option(
         "-c,--config", x.config,
         "Configuration file (default: $TROUPE_CONFIG, then /etc/troupe/troupe.toml)")
      ->type_name("FILE");
}

void add_query(CLI::App* sub, query_options& x) {
  add_config(sub, x);
  sub->add_option(
         "--socket", x.socket,
         "The runtime's socket (default: $TROUPE_SOCKET, the "
         "configuration's, /run/troupe/console.sock)")
      ->type_name("PATH");
  sub->add_flag("--json", x.json, "Print what the API answers");
}

int command_line(int argc, const char* const* argv) {
  program p;
  p.app.require_subcommand(1);
  p.app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  p.app.set_version_flag("--version", "troupe " TROUPE_VERSION);
  p.app.footer("\n'troupe COMMAND --help' explains a command and shows examples.\n"
               "Exit codes: 0 well, 1 failed, 64 usage, 69 no runtime to talk to, 78 invalid "
               "configuration.");
  add_configuration_commands(p);
  add_test_links_command(p);
  add_explain_command(p);
  add_problems_commands(p);
  add_health_command(p);
  add_inspection_commands(p);
  add_change_commands(p);
  add_attribute_commands(p);
  add_vault_commands(p);
  add_simulate_command(p);
  add_import_commands(p);
  add_version_command(p);
  if (argc < 2) {
    std::cerr << p.app.help();
    return exit_usage;
  }
  if (!known(p, argc, argv))
    return exit_usage;
  try {
    p.app.parse(argc, argv);
    auto code = p.chosen();
    if (code == exit_well && !std::cout.flush())
      throw command_error{exit_failed, "standard output cannot be written"};
    return code;
  } catch (const CLI::ParseError& x) {
    if (x.get_exit_code() == 0) // --help, --version
      return p.app.exit(x, std::cout, std::cerr);
    std::string words = "troupe ";
    for (auto all = p.app.get_subcommands(); !all.empty(); all = all.front()->get_subcommands())
      words += all.front()->get_name() + " ";
    return complain(std::string{x.what()} + "\n'" + words + "--help' shows how it is used.");
  } catch (const command_error& x) {
    std::cerr << "troupe: " << x.text << '\n';
    return x.code;
  }
}

} // namespace troupe::cli
