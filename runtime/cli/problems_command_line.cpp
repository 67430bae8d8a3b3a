#include "runtime/cli/program.hpp"

namespace troupe::cli {
namespace {

template <class Options>
CLI::App* add_change(
    program& p, CLI::App& problems, const std::string& name, const std::string& says,
    const std::string& examples, int (*command)(const Options&),
    const std::shared_ptr<Options>& x) {
  auto* sub = p.add_below<Options>(problems, name, says, examples, command, x);
  add_query(sub, *x);
  sub->add_option("ID", x->id, "As 'troupe problems' shows it; its beginning will do")
      ->required()
      ->type_name("");
  return sub;
}

void add_note(CLI::App* sub, std::string& note) {
  sub->add_option("--note", note, "Why, for those who look next")->type_name("TEXT");
}

} // namespace

void add_problems_commands(program& p) {
  auto list = std::make_shared<problems_options>();
  auto* sub = p.add<problems_options>(
      "problems", "What is wrong now: since when, what suffers, what to do",
      "  troupe problems\n  troupe problems --all --json\n"
      "  troupe problems ack 3f2a --note 'the ladder is on its way'\n"
      "  troupe problems mute 3f2a --for 2h --note 'maintenance'\n  troupe problems unmute 3f2a",
      problems, list);
  add_query(sub, *list);
  sub->add_flag("--all", list->all, "Also those that are muted");
  sub->require_subcommand(0, 1);
  sub->callback([&p, sub, list] { // runs after that of a command below it
    if (sub->get_subcommands().empty())
      p.chosen = [list] { return problems(*list); };
  });

  auto ack_with = std::make_shared<problem_mark_options>();
  add_note(
      add_change<problem_mark_options>(
          p, *sub, "ack", "Say that somebody sees to it, until it ends",
          "  troupe problems ack 3f2a --note 'the ladder is on its way'", acknowledge, ack_with),
      ack_with->note);
  add_change<problem_mark_options>(
      p, *sub, "unack", "Take an acknowledgement back", "  troupe problems unack 3f2a",
      unacknowledge, std::make_shared<problem_mark_options>());

  auto mute_with = std::make_shared<mute_options>();
  auto* mute_command = add_change<mute_options>(
      p, *sub, "mute", "Keep it out of the list and of 'troupe health' for a while",
      "  troupe problems mute 3f2a --for 2h --note 'maintenance'\n"
      "  troupe problems mute 3f2a --until 2026-11-01T06:00:00Z",
      mute, mute_with);
  add_note(mute_command, mute_with->note);
  auto* span = mute_command->add_option("--for", mute_with->span, "How long, e.g. 30m or 2h")
                   ->type_name("TIME");
  mute_command->add_option("--until", mute_with->until, "Until when, e.g. 2026-11-01T06:00:00Z")
      ->type_name("TIME")
      ->excludes(span);
  add_change<problem_mark_options>(
      p, *sub, "unmute", "Show it again", "  troupe problems unmute 3f2a", unmute,
      std::make_shared<problem_mark_options>());
}

void add_health_command(program& p) {
  auto x = std::make_shared<health_options>();
  auto* sub = p.add<health_options>(
      "health", "One line and an exit code, for cron, Nagios and container health checks",
      "  troupe health || mail -s 'edge-7' ops@example.org\n  troupe health --warn --json\n"
      "  HEALTHCHECK CMD troupe health\n"
      "Exit codes: 0 no errors, 1 an error that is not muted, 69 no runtime to talk to.",
      health, x);
  add_query(sub, *x);
  sub->add_flag("--warn", x->warnings_fail, "Exit with 1 for warnings, too");
}

} // namespace troupe::cli
