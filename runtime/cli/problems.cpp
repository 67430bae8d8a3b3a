#include "runtime/cli/problems.hpp"

#include "runtime/cli/attributes.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/json_text.hpp"
#include "runtime/cli/wrap.hpp"
#include "runtime/http/request_target.hpp"
#include "schemas/ascii.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <iostream>

namespace troupe::cli {
namespace {

namespace json = boost::json;

std::string name_of(const json::value& x) {
  auto realm = text_of(x, "realm");
  return realm.empty() ? text_of(x, "subject") : realm + '/' + text_of(x, "subject");
}

/// "ERROR    3f2a91c0  hall/floor, 14 s ago, 3 times"
std::string heading(const json::value& x, int64_t now) {
  auto severity = ascii_upper(text_of(x, "severity"));
  severity.resize(std::max<size_t>(severity.size(), 7), ' ');
  auto out = severity + "  " + text_of(x, "id") + "  " + name_of(x);
  if (auto since = number_of(x, "since"); since != 0)
    out += ", " + when_text(since, now);
  if (auto count = number_of(x, "count"); count > 1)
    out += ", " + std::to_string(count) + " times";
  return out;
}

/// "uid 1000 2 min ago: the ladder is on its way"
std::string said(const json::value& mark, int64_t now) {
  auto out = text_of(mark, "by") + ' ' + when_text(number_of(mark, "at"), now);
  auto note = text_of(mark, "note");
  return note.empty() ? out : out + ": " + note;
}

std::string problem_text(const json::value& x, int64_t now, size_t width) {
  auto out = wrapped("", heading(x, now), width);
  auto add = [&](const char* lead, const std::string& text) {
    if (!text.empty())
      out += wrapped(lead, text, width);
  };
  if (auto flapping = text_of(x, "flapping"); !flapping.empty())
    add("  flapping: ", flapping + (flag_of(x, "away") ? ", not at this moment" : ""));
  add("  ", text_of(x, "text"));
  add("  => ", text_of(x, "consequence"));
  add("  to do: ", text_of(x, "what_to_do"));
  auto& folded = elements(member(x, "folded"));
  for (auto& text : folded)
    add("  - ", plain(text));
  if (auto all = static_cast<uint64_t>(number_of(x, "folded_count")); all > folded.size())
    add("  - ", "and " + std::to_string(all - folded.size()) + " more that follow from it");
  if (auto& mark = member(x, "acknowledged"); mark.is_object())
    add("  acknowledged by ", said(mark, now));
  if (auto& mark = member(x, "muted"); mark.is_object())
    add("  muted ", "until " + time_text(number_of(mark, "until")) + " by " + said(mark, now));
  return out;
}

bool is_muted(const json::value& x) { return member(x, "muted").is_object(); }

json::value parsed(const std::string& body) {
  json::error_code error;
  auto out = json::parse(body, error);
  if (error)
    throw command_error{exit_failed, "the runtime's answer is no JSON: " + error.message()};
  return out;
}

/// Says something of one problem, and shows what becomes of it.
int change(
    const problem_mark_options& x, std::string_view method, const std::string& action,
    const std::string& query, const std::string& done) {
  auto target = "/api/inspect/problems/" + percent_encode(x.id) + '/' + action + query;
  auto body = client{x}.ask(method, target);
  if (x.json)
    std::cout << body << '\n';
  else {
    auto answer = parsed(body);
    std::cout << wrapped(
        "", done + ' ' + text_of(answer, "id") + "  " + name_of(answer), terminal_width());
  }
  return exit_well;
}

} // namespace

std::string problems_text(const json::value& answer, int64_t now, const problems_layout& layout) {
  std::string out;
  uint64_t errors = 0;
  uint64_t warnings = 0;
  uint64_t hidden = 0;
  for (auto& x : elements(answer)) {
    if (is_muted(x) && !layout.muted) {
      ++hidden;
      continue;
    }
    (text_of(x, "severity") == "error" ? errors : warnings) += 1;
    out += problem_text(x, now, layout.width) + '\n';
  }
  auto muted = plural(hidden, "problem") + (hidden == 1 ? " is" : " are") + " muted";
  auto hint = hidden == 0 ? std::string{}
                          : muted + ": 'troupe problems --all' shows "
                                + (hidden == 1 ? "it" : "them") + ".";
  if (out.empty())
    return hidden == 0 ? "No problems.\n" : "No other problems; " + hint + '\n';
  out += plural(errors, "error") + ", " + plural(warnings, "warning") + ".";
  return out + (hidden == 0 ? "\n" : ' ' + hint + '\n');
}

std::string health_text(const json::value& answer, int64_t now) {
  auto since = number_of(answer, "since");
  auto out = ascii_upper(text_of(answer, "status"))
             + (since == 0 ? "" : " since " + span_text(std::max<int64_t>(0, now - since))) + ": ";
  auto errors = static_cast<uint64_t>(number_of(answer, "errors"));
  auto warnings = static_cast<uint64_t>(number_of(answer, "warnings"));
  auto muted = static_cast<uint64_t>(number_of(answer, "muted"));
  std::string counts;
  auto add = [&](uint64_t n, const std::string& text) {
    if (n > 0)
      counts.append(counts.empty() ? "" : ", ").append(text);
  };
  add(errors, plural(errors, "error"));
  add(warnings, plural(warnings, "warning"));
  out += counts.empty() ? "no problems" : counts;
  if (muted > 0)
    out += ", " + std::to_string(muted) + " muted";
  if (auto worst = text_of(answer, "worst"); !worst.empty())
    out += ": " + worst;
  return printable(out) + '\n';
}

int health_code(const json::value& answer, bool warnings_fail) {
  auto status = text_of(answer, "status");
  return status == "ok" || (status == "warning" && !warnings_fail) ? exit_well : exit_failed;
}

int problems(const problems_options& x) {
  auto body = client{x}.ask("GET", "/api/inspect/problems");
  if (x.json)
    std::cout << body << '\n';
  else
    std::cout << problems_text(parsed(body), now_ms(), {terminal_width(), x.all});
  return exit_well;
}

int acknowledge(const problem_mark_options& x) {
  return change(x, "POST", "ack", "?note=" + percent_encode(x.note), "acknowledged");
}

int mute(const mute_options& x) {
  if (x.span.empty() == x.until.empty())
    throw command_error{exit_usage, "say for how long: --for 2h, or --until a time"};
  auto end = x.span.empty() ? "until=" + std::to_string(moment(x.until, now_ms()))
                            : "for=" + percent_encode(x.span);
  return change(x, "POST", "mute", '?' + end + "&note=" + percent_encode(x.note), "muted");
}

int unmute(const problem_mark_options& x) { return change(x, "DELETE", "mute", "", "not muted"); }

int unacknowledge(const problem_mark_options& x) {
  return change(x, "DELETE", "ack", "", "not acknowledged");
}

int health(const health_options& x) {
  auto body = client{x}.ask("GET", "/api/inspect/health");
  auto answer = parsed(body);
  std::cout << (x.json ? body + '\n' : health_text(answer, now_ms()));
  return health_code(answer, x.warnings_fail);
}

} // namespace troupe::cli
