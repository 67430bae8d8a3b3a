#include "runtime/cli/inspect.hpp"

#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/json_text.hpp"
#include "runtime/cli/table.hpp"
#include "runtime/http/request_target.hpp"

#include <boost/json.hpp>

#include <iostream>

namespace troupe::cli {
namespace {

namespace json = boost::json;

/// Nanoseconds as people read them.
std::string time_spent(int64_t ns) {
  if (ns < 10'000'000)
    return std::to_string(ns / 1'000) + " µs";
  return span_text(ns / 1'000'000);
}

std::string counted(const json::value& x, std::string_view key) {
  return count_text(static_cast<uint64_t>(number_of(x, key)));
}

/// The sum of several counters of one object.
std::string counted(const json::value& x, std::initializer_list<std::string_view> keys) {
  uint64_t sum = 0;
  for (auto key : keys)
    sum += static_cast<uint64_t>(number_of(x, key));
  return count_text(sum);
}

/// Asks, and prints the answer or the text that `render` makes of it.
template <class Render>
int show(const query_options& x, const char* target, Render render) {
  auto body = client{x}.ask("GET", target);
  if (x.json) {
    std::cout << body << '\n';
    return exit_well;
  }
  json::error_code error;
  auto answer = json::parse(body, error);
  if (error)
    throw command_error{exit_failed, "the runtime's answer is no JSON: " + error.message()};
  std::cout << render(answer);
  return exit_well;
}

/// The client keys with the days they are good for; nothing where there are none.
std::string certificates_text(const json::value& x) {
  if (elements(x).empty())
    return {};
  table out{{"CERTIFICATE", ">DAYS LEFT", "EXPIRES", "SUBJECT"}};
  for (auto& y : elements(x))
    out.add(
        {text_of(y, "alias"), text_of(y, "days_left"), time_text(number_of(y, "not_after")),
         text_of(y, "subject")});
  return "\n" + out.text();
}

} // namespace

namespace {

/// How the files that count came to count; a refusal is news until the next reload.
std::string config_text(const json::value& x) {
  auto& config = member(x, "config");
  auto out = "Configuration " + printable(text_of(config, "file")) + ", "
             + (flag_of(config, "ok") ? "read " : "refused ") + time_text(number_of(config, "time"))
             + " (" + printable(text_of(config, "by")) + ")";
  if (auto problem = text_of(config, "problem"); !problem.empty())
    out += ": " + printable(problem);
  if (auto until = number_of(config, "confirm_until"))
    out += "; undone " + time_text(until) + " unless confirmed";
  return text_of(config, "file").empty() ? "" : out + "\n";
}

} // namespace

std::string status_text(const json::value& x) {
  auto started = number_of(x, "started");
  auto out = "troupe " + printable(text_of(x, "version")) + ", process " + text_of(x, "pid")
             + ", up " + span_text(number_of(x, "uptime_ms")) + " (since " + time_text(started)
             + "), " + bytes_text(static_cast<uint64_t>(number_of(x, "rss_bytes"))) + "\n"
             + config_text(x) + "\n";
  table realms{{"REALM", ">AGENTS CONNECTED", ">ASSETS", ">ATTRIBUTES"}};
  std::string troubles;
  for (auto& realm : elements(member(x, "realms"))) {
    auto& agents = member(realm, "agents");
    auto connected = text_of(agents, "connected");
    realms.add(
        {text_of(realm, "name"),
         (connected.empty() ? "?" : connected) + " of " + text_of(agents, "total"),
         counted(realm, "assets"), counted(realm, "attributes")});
    if (auto trouble = text_of(realm, "problem"); !trouble.empty())
      troubles += "\n" + printable(trouble) + "\n";
  }
  auto problems = static_cast<uint64_t>(number_of(x, "problems"));
  return out + realms.text() + troubles + certificates_text(member(x, "certificates")) + "\n"
         + (problems == 0 ? "No problems.\n"
                          : plural(problems, "problem") + ": 'troupe problems' names them.\n");
}

std::string agents_text(const json::value& answer, int64_t now) {
  table out{
      {"REALM", "AGENT", "STATUS", "SINCE", "BROKER", ">TOPICS", ">MESSAGES", ">UNROUTED",
       ">PUBLISHED", "LAST MESSAGE"}};
  std::string problems;
  for (auto& x : elements(answer)) {
    out.add(
        {text_of(x, "realm"), text_of(x, "id"), text_of(x, "status"),
         when_text(number_of(x, "since"), now), text_of(x, "broker"),
         count_text(elements(member(x, "subscriptions")).size()), counted(x, "messages"),
         counted(x, "unrouted"), counted(x, "published"),
         when_text(number_of(x, "last_message"), now)});
    if (auto problem = text_of(x, "problem"); !problem.empty())
      problems += "\n" + printable(text_of(x, "realm") + "/" + text_of(x, "id") + ": " + problem);
    if (auto next = number_of(x, "next_attempt"); next > now)
      problems += " (next attempt " + when_text(next, now) + ")";
  }
  return out.text() + problems + (problems.empty() ? "" : "\n");
}

std::string actors_text(const json::value& answer) {
  table out{
      {">ID", ">PARENT", "REALM", "KIND", "NAME", "STATE", ">WAITING", ">MOST", ">HANDLED", ">BUSY",
       ">LONGEST", ">RESTARTS", "LAST ERROR"}};
  for (auto& x : elements(answer)) {
    auto message = text_of(x, "handling");
    auto handling = message.empty() ? "idle" : "at " + message;
    out.add(
        {text_of(x, "id"), text_of(x, "parent"), text_of(x, "realm"), text_of(x, "kind"),
         text_of(x, "name"), flag_of(x, "alive") ? handling : "dead", counted(x, "depth"),
         counted(x, "high_water"), counted(x, "done"), time_spent(number_of(x, "busy_ns")),
         time_spent(number_of(x, "longest_ns")), text_of(x, "restarts"), text_of(x, "last_error")});
  }
  return out.text();
}

std::string ledger_text(const json::value& answer) {
  table in{
      {"IN", "AGENT", ">RECEIVED", ">STORED", ">LATE", ">UNTIMED", ">FILTERED", ">REJECTED",
       ">DROPPED", ">IN FLIGHT", ""}};
  table out{
      {"OUT", "AGENT", ">REQUESTED", ">ACKNOWLEDGED", ">FILTERED", ">SUPERSEDED", ">REJECTED",
       ">EXPIRED", ">DROPPED", ">QUEUED", ">IN FLIGHT", ""}};
  auto add = [&](const std::string& name, const std::string& agent, const json::value& x) {
    auto& received = member(x, "in");
    auto& sent = member(x, "out");
    auto verdict = flag_of(x, "closes") ? "" : "DOES NOT CLOSE";
    if (text_of(x, "kind") != "forward")
      in.add(
          {name, agent, counted(received, "received"), counted(received, "stored"),
           counted(received, "late"), counted(received, "untimed"),
           counted(received, {"filtered_no_match", "filtered_ignored", "filtered_missed"}),
           counted(received, {"rejected_coercion", "rejected_constraint", "rejected_error"}),
           counted(received, "dropped"), counted(received, {"at_link", "at_asset", "at_store"}),
           verdict});
    if (number_of(sent, "requested") > 0)
      out.add(
          {name, agent, counted(sent, "requested"), counted(sent, "acknowledged"),
           counted(sent, "filtered"), counted(sent, "superseded"), counted(sent, "rejected"),
           counted(sent, "expired"), counted(sent, "dropped"), counted(sent, "queued"),
           counted(sent, "in_flight"), verdict});
  };
  auto name_of = [](const json::value& x) {
    return text_of(x, "realm") + "/" + text_of(x, "asset") + "/" + text_of(x, "attribute");
  };
  for (auto& x : elements(member(answer, "links")))
    add(name_of(x), text_of(x, "agent"), x);
  for (auto& x : elements(member(answer, "totals")))
    add(text_of(x, "realm") + " in all", "", x);
  table agents{{"AGENT", ">MESSAGES", ">ROUTED", ">UNROUTED", ">DROPPED", ">WAITING", ">BYTES"}};
  for (auto& x : elements(member(answer, "agents")))
    agents.add(
        {text_of(x, "realm") + "/" + text_of(x, "agent"), counted(x, "messages"),
         counted(x, "routed"), counted(x, "unrouted"), counted(x, {"dropped", "oversized"}),
         counted(x, "waiting"), bytes_text(static_cast<uint64_t>(number_of(x, "bytes")))});
  return in.text() + (out.empty() ? "" : "\n" + out.text()) + "\n" + agents.text();
}

std::string probe_text(const json::value& report) {
  std::string out;
  for (auto& x : elements(member(report, "steps"))) {
    char ms[32];
    json::error_code error;
    auto spent = member(x, "ms").to_number<double>(error);
    std::snprintf(ms, sizeof ms, "%8.1f ms  ", error ? 0 : spent);
    auto step = text_of(x, "name");
    step.resize(std::max<size_t>(10, step.size()), ' ');
    out += (flag_of(x, "ok") ? "well    " : "FAILED  ") + printable(step) + ms
           + printable(text_of(x, "detail")) + "\n";
  }
  return out;
}

int status(const query_options& x) { return show(x, "/api/inspect/status", status_text); }

int agents(const query_options& x) {
  return show(x, "/api/inspect/agents", [](auto& y) { return agents_text(y, now_ms()); });
}

int actors(const query_options& x) { return show(x, "/api/inspect/actors", actors_text); }

int ledger(const query_options& x) { return show(x, "/api/inspect/ledger", ledger_text); }

int probe(const probe_options& x) {
  auto parts = split_path(x.path, 2, 2, "REALM/AGENT");
  auto target =
      "/api/inspect/agents/" + percent_encode(parts[0]) + "/" + percent_encode(parts[1]) + "/probe";
  auto body = client{x}.ask("POST", target);
  json::error_code error;
  auto report = json::parse(body, error);
  std::cout << (x.json ? body + "\n" : probe_text(report));
  return flag_of(report, "ok") ? exit_well : exit_failed;
}

} // namespace troupe::cli
