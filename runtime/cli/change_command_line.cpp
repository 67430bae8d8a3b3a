#include "runtime/cli/program.hpp"

/// `reload` and `purge`: another configuration, and what it leaves behind.
namespace troupe::cli {
namespace {

void add_reload_command(program& p) {
  auto x = std::make_shared<reload_options>();
  auto* sub = p.add<reload_options>(
      "reload", "Read the configuration anew; only what differs changes",
      "  troupe reload --plan                  # what would start, stop, restart\n"
      "  troupe reload\n"
      "  troupe reload --confirm-within 60s    # undone after a minute …\n"
      "  troupe reload --confirm               # … unless this comes first",
      reload, x);
  add_query(sub, *x);
  auto* plan = sub->add_flag("--plan", x->plan, "Say what would happen, and do nothing");
  auto* within = sub->add_option(
      "--confirm-within", x->confirm_within, "Go back to what was unless confirmed in this time");
  within->type_name("DURATION")->excludes(plan);
  auto* confirm = sub->add_flag("--confirm", x->confirm, "Keep the last reload");
  confirm->excludes(plan)->excludes(within);
  sub->add_flag("--roll-back", x->roll_back, "Undo the last reload, which awaits its confirmation")
      ->excludes(plan)
      ->excludes(within)
      ->excludes(confirm);
}

void add_purge_command(program& p) {
  auto x = std::make_shared<purge_options>();
  auto* sub = p.add<purge_options>(
      "purge", "Remove what the database keeps of attributes that are gone",
      "  troupe purge hall                     # lists it\n"
      "  troupe purge hall/press-9 --yes       # removes states and history for good",
      purge, x);
  add_query(sub, *x);
  sub->add_option("PATH", x->path, "REALM[/ASSET[/ATTRIBUTE]]")->required()->type_name("");
  sub->add_flag("--yes", x->yes, "Remove it; without, it is only listed");
}

} // namespace

void add_change_commands(program& p) {
  add_reload_command(p);
  add_purge_command(p);
}

} // namespace troupe::cli
