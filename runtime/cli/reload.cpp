#include "runtime/cli/client.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/inspect.hpp"
#include "runtime/cli/json_text.hpp"
#include "runtime/cli/table.hpp"

#include "runtime/http/request_target.hpp"

#include <boost/json.hpp>

#include <iostream>

namespace troupe::cli {
namespace {

namespace json = boost::json;

std::string target_of(const reload_options& x) {
  std::string base = "/api/inspect/config/";
  if (x.confirm)
    return base + "confirm";
  if (x.roll_back)
    return base + "roll-back";
  if (x.plan)
    return base + "reload?plan=1";
  return base + "reload"
         + (x.confirm_within.empty() ? "" : "?confirm_within=" + percent_encode(x.confirm_within));
}

std::string findings_text(const json::value& report) {
  std::string out;
  for (auto& x : elements(member(report, "findings"))) {
    auto at = text_of(x, "file");
    if (auto line = number_of(x, "line"))
      at += ":" + std::to_string(line) + ":" + text_of(x, "column");
    out += printable(at + ": " + text_of(x, "severity") + ": " + text_of(x, "text")) + "\n";
  }
  return out;
}

std::string changes_text(const json::value& report) {
  constexpr size_t shown = 100;
  table out{{"WHAT", "NAME", "ACTION", "DETAIL"}};
  auto& changes = elements(member(report, "changes"));
  for (auto& x : changes) {
    if (&x - changes.data() == shown)
      break;
    auto name = text_of(x, "realm");
    if (auto own = text_of(x, "name"); text_of(x, "kind") != "realm")
      name += (name.empty() ? "" : "/") + own;
    out.add({text_of(x, "kind"), name, text_of(x, "action"), text_of(x, "detail")});
  }
  if (changes.empty())
    return "Nothing differs.\n";
  return out.text()
         + (changes.size() > shown
                ? "… and " + std::to_string(changes.size() - shown) + " more; --json lists all\n"
                : "");
}

std::string end_text(const json::value& report) {
  auto step = text_of(report, "step");
  if (!flag_of(report, "ok"))
    return {};
  if (step == "plan")
    return "Nothing has been changed.\n";
  if (step == "confirm")
    return "The last reload stays.\n";
  if (auto until = number_of(report, "confirm_until"))
    return "Undone at " + time_text(until) + " unless 'troupe reload --confirm' comes first.\n";
  return {};
}

} // namespace

std::string reload_text(const json::value& x) {
  auto changes = text_of(x, "step") == "confirm" || !flag_of(x, "ok") ? "" : changes_text(x);
  return findings_text(x) + changes + end_text(x);
}

int reload(const reload_options& x) {
  auto body = client{x}.ask("POST", target_of(x));
  auto answer = json::parse(body);
  std::cout << (x.json ? body + "\n" : reload_text(answer));
  if (auto problem = text_of(answer, "problem"); !problem.empty())
    std::cerr << "troupe: " << printable(problem) << '\n';
  if (!flag_of(answer, "ok"))
    return exit_config;
  return text_of(answer, "problem").empty() ? exit_well : exit_failed;
}

} // namespace troupe::cli
