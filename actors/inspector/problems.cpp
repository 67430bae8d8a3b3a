#include "actors/inspector/problems.hpp"

#include "actors/inspector/ledger.hpp"

#include "config/durations.hpp"
#include "schemas/ascii.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <initializer_list>
#include <map>

namespace troupe {
namespace {

constexpr std::chrono::nanoseconds handler_max = std::chrono::seconds{2};
constexpr int refused = 128; // MQTT 3.1.1, 3.9.3
constexpr int64_t day_ms = 86'400'000;
constexpr int64_t expiry_notice_days = 30;
constexpr size_t silent_assets_shown = 5; // of one agent; more are told of together
constexpr size_t refusals_shown = 5;      // of one agent; more are told of together

std::string or_else(const std::string& x, const char* other) { return x.empty() ? other : x; }

std::string bring_key(const std::string& realm) {
  return "run `troupe vault check`: it tells which key the agent would present; `troupe vault "
         "import --realm "
         + realm + "` brings one, without a restart";
}

/// Keys are called "<realm>.<alias>"; whom a trusted certificate serves is not known.
std::string realm_of(const certificate_view& x) {
  return x.is_key ? x.alias.substr(0, x.alias.find('.')) : std::string{};
}

void add_problems(std::vector<problem>& out, const certificate_view& x, int64_t now_ms) {
  auto days = (x.not_after_ms - now_ms) / day_ms;
  if (days >= expiry_notice_days)
    return;
  auto when = x.not_after_ms <= now_ms ? "has expired"
              : days == 0              ? "expires within a day"
                                       : "expires in " + std::to_string(days) + " days";
  auto replace = x.is_key
                     ? "put its successor into the keystore under the same alias (`troupe vault "
                       "import`); no restart is needed"
                     : "put its successor into the truststore (`troupe vault trust`)";
  out.push_back(
      {realm_of(x), "certificate", x.alias, 0,
       "the certificate " + x.alias + " ("
           + (x.ends_with.empty() ? x.subject : x.ends_with + " of its chain") + ") " + when,
       replace, x.not_after_ms <= now_ms ? severity::error : severity::warning});
}

std::string refusal_text(const agent_view& x, const subscription_view& subscription) {
  return "the broker refused agent \"" + x.id + "\" the subscription to " + subscription.topic
         + " with code " + std::to_string(subscription.code);
}

void add_refusals(std::vector<problem>& out, const agent_view& x) {
  std::vector<const subscription_view*> refusals;
  for (auto& subscription : x.subscriptions)
    if (subscription.code >= refused)
      refusals.push_back(&subscription);
  auto add = [&](std::string subject, std::string text, const std::string& topics) {
    auto& added = out.emplace_back();
    added = {
        x.realm,
        "subscription",
        std::move(subject),
        x.since_ms,
        std::move(text),
        "allow client \"" + x.client_id + "\" " + topics + " at the broker, or correct "
            + "subscription_topic"};
    added.agent = x.id;
    return &added;
  };
  if (refusals.size() > refusals_shown) {
    auto all =
        add(x.id,
            "the broker refused agent \"" + x.id + "\" " + std::to_string(refusals.size())
                + " subscriptions, among them " + refusals.front()->topic,
            "these topics");
    for (auto refusal : refusals)
      all->burden.attributes += refusal->links;
    return;
  }
  for (auto refusal : refusals) {
    auto added = add(x.id + ' ' + refusal->topic, refusal_text(x, *refusal), "this topic");
    added->topic = refusal->topic;
    added->burden.attributes = refusal->links;
  }
}

/// "attributes a, b, c and 12 more of asset press-9"
std::string silent_ones(const silence_view& x) {
  std::string out = x.count == 1 ? "attribute " : "attributes ";
  for (auto& name : x.attributes)
    out.append(&name == &x.attributes.front() ? "" : ", ").append(name);
  if (x.count > x.attributes.size())
    out += " and " + std::to_string(x.count - x.attributes.size()) + " more";
  return out + " of asset " + x.asset;
}

std::string source_of(const silence_view& x) {
  return x.agent.empty() ? std::string{} : " on topic " + x.topic + " of agent " + x.agent;
}

std::string expectation(const silence_view& x) {
  return "one was expected every " + duration_text(std::chrono::milliseconds{x.expect_every_ms})
         + source_of(x);
}

std::string silence_text(const silence_view& x) {
  return silent_ones(x) + (x.never ? " never got a value" : " got no value for three intervals")
         + ": " + expectation(x);
}

std::string remedy_for(const silence_view& x, connection_status status) {
  if (x.agent.empty())
    return "see that what sets the value runs, or correct expect_every";
  if (status != connection_status::connected)
    return "agent " + x.agent + " is not connected: run `troupe probe " + x.realm + '/' + x.agent
           + "`";
  return "see that the device runs and publishes to " + x.topic
         + "; `troupe ledger` tells whether its messages are filtered or rejected; if values come "
           "more rarely than that, correct expect_every";
}

/// One problem for many assets of one agent.
problem silence_of(const std::vector<const silence_view*>& xs, const std::string& remedy) {
  auto& first = *xs.front();
  auto since = first.since_ms;
  size_t attributes = 0;
  for (auto x : xs) {
    since = std::min(since, x->since_ms);
    attributes += x->count;
  }
  auto text = std::to_string(attributes) + " attributes of " + std::to_string(xs.size())
              + " assets get no values from agent " + first.agent + ", among them "
              + silent_ones(first) + ": " + expectation(first);
  problem out{first.realm, "silence", first.agent, since, text, remedy};
  out.agent = first.agent;
  for (auto x : xs)
    out.burden.assets.insert(x->realm + '/' + x->asset);
  out.burden.stale = attributes;
  return out;
}

problem silence_of(const silence_view& x, const std::string& remedy) {
  problem out{x.realm, "silence", x.asset, x.since_ms, silence_text(x), remedy};
  out.agent = x.agent;
  out.topic = x.topic;
  out.burden.assets.insert(x.realm + '/' + x.asset);
  out.burden.stale = x.count;
  return out;
}

/// FNV-1a; parts are kept apart by what no name holds.
uint64_t hash_of(std::initializer_list<std::string_view> parts) {
  uint64_t out = 14695981039346656037u;
  auto add = [&](char c) { out = (out ^ static_cast<unsigned char>(c)) * 1099511628211u; };
  for (auto part : parts) {
    std::for_each(part.begin(), part.end(), add);
    add('\n');
  }
  return out;
}

} // namespace

std::string_view to_string(severity x) { return x == severity::error ? "error" : "warning"; }

std::string id_of(const problem& x) {
  // The vault is one subject with several things to say.
  auto said = x.kind == "vault" ? std::string_view{x.text} : std::string_view{};
  auto hash = hash_of({x.realm, x.kind, x.subject, x.agent, said});
  char out[9];
  std::snprintf(out, sizeof out, "%08x", static_cast<uint32_t>(hash ^ hash >> 32));
  return out;
}

void add_problems(std::vector<problem>& out, const agent_view& x) {
  auto failed = x.status == connection_status::error || x.status == connection_status::waiting;
  auto of_key = x.status == connection_status::error && !x.certificate_alias.empty();
  if (failed || !x.problem.empty()) {
    out.push_back(
        {x.realm, "agent", x.id, x.since_ms,
         or_else(x.problem, "the agent is not connected, the cause is not known yet"),
         of_key ? bring_key(x.realm)
                : "run `troupe probe " + x.realm + '/' + x.id + "`: it tells which step towards "
                      + or_else(x.broker, "the broker") + " fails"});
    auto& added = out.back();
    added.agent = x.id;
    added.cut_off = x.status != connection_status::connected;
    added.severity = added.cut_off ? severity::error : severity::warning;
    if (x.status == connection_status::error)
      added.alias = x.certificate_alias;
    if (added.cut_off)
      added.burden.agents.insert(x.realm + '/' + x.id);
  }
  add_refusals(out, x);
}

void add_problems(std::vector<problem>& out, const store_view& x) {
  if (x.problem.empty())
    return;
  out.push_back({x.realm, "store", x.file, 0, x.problem, x.what_to_do});
  out.back().burden.rows = x.pending;
}

void add_problems(std::vector<problem>& out, const vault_view& x, int64_t now_ms) {
  for (auto& text : x.problems)
    out.push_back({{}, "vault", "vault", 0, text, "see `troupe vault check`", severity::warning});
  for (auto& certificate : x.certificates)
    add_problems(out, certificate, now_ms);
}

void add_problems(std::vector<problem>& out, const actor_card& x, int64_t steady_ns) {
  auto subject = x.kind + ' ' + x.name;
  auto error = x.last_error();
  if (x.given_up) {
    out.push_back(
        {x.realm, "actor", subject, 0, x.title() + " was given up: " + error,
         x.kind == "realm" || x.realm.empty()
             ? "the rest goes on; the log tells what failed: mend it, then restart the runtime"
             : "its realm ends with it and is begun anew as long as its budget lasts"});
    return;
  }
  if (!x.meter->alive && !error.empty()) {
    out.push_back(
        {x.realm, "actor", subject, 0, "the " + subject + " ended: " + error,
         "it is restarted by itself as long as its budget lasts; else restart the runtime"});
    if (x.kind == "agent") {
      out.back().agent = x.name;
      out.back().cut_off = true;
      out.back().burden.agents.insert(x.realm + '/' + x.name);
    }
    return;
  }
  auto since = x.meter->handling_since_ns.load();
  auto busy = std::chrono::nanoseconds{since == 0 ? 0 : steady_ns - since};
  if (busy < handler_max)
    return;
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(busy);
  out.push_back(
      {x.realm, "actor", subject, 0,
       x.title() + " has been handling `" + x.meter->handling.name() + "` for "
           + std::to_string(seconds.count()) + " s",
       "look at the load of the machine and its disk; the others go on, and what is sent to it "
       "waits",
       severity::warning});
}

void add_problems(std::vector<problem>& out, const link_group& x) {
  for (size_t i = 0; i < x.counters->size() && i < x.attributes.size(); ++i) {
    if (read_ledger((*x.counters)[i]).closes())
      continue;
    auto subject = x.asset->id + '/' + x.attributes[i]->name + " at " + x.agent;
    auto what = std::string{x.forward(i) ? "forward " : "agent link "};
    out.push_back(
        {x.realm, "ledger", subject, 0, "the counters of the " + what + subject + " do not add up",
         "this is a defect of the runtime: report it with what `troupe ledger --json` prints",
         severity::warning});
  }
}

void add_problems(
    std::vector<problem>& out, const std::vector<silence_view>& xs,
    const std::vector<agent_view>& agents) {
  std::map<std::string_view, std::vector<const silence_view*>> by_agent;
  for (auto& x : xs)
    by_agent[x.agent].push_back(&x);
  for (auto& [id, silent] : by_agent) {
    auto is_it = [id = id](auto& x) { return x.id == id; };
    auto agent = std::find_if(agents.begin(), agents.end(), is_it);
    auto status = agent == agents.end() ? connection_status::connected : agent->status;
    if (status == connection_status::disabled)
      continue; // on purpose
    auto remedy = remedy_for(*silent.front(), status);
    if (!id.empty() && silent.size() > silent_assets_shown)
      out.push_back(silence_of(silent, remedy));
    else
      for (auto x : silent)
        out.push_back(silence_of(*x, remedy_for(*x, status)));
  }
}

void add_missing_keys(
    std::vector<problem>& out, const std::vector<agent_view>& agents, const vault_view& vault) {
  for (auto& x : agents) {
    auto says_it = [&](auto& text) { return x.problem.find(text) != std::string::npos; };
    if (std::any_of(vault.problems.begin(), vault.problems.end(), says_it))
      continue; // the keystore does not open
    auto is_it = [&](auto& y) {
      return y.is_key && equal_in_any_case(y.alias, x.certificate_alias);
    };
    if (x.status != connection_status::error || x.certificate_alias.empty()
        || std::any_of(vault.certificates.begin(), vault.certificates.end(), is_it))
      continue;
    auto alias = ascii_lower(x.certificate_alias);
    auto is_known = [&](auto& y) { return y.kind == "certificate" && y.subject == alias; };
    if (std::any_of(out.begin(), out.end(), is_known))
      continue;
    out.push_back(
        {x.realm, "certificate", alias, x.since_ms,
         "the keystore has no key " + alias + ", which agents are to present", bring_key(x.realm)});
  }
}

void name_bearers(std::vector<problem>& problems, const std::vector<agent_view>& agents) {
  for (auto& x : problems) {
    if (x.kind != "certificate")
      continue;
    std::string bearers;
    for (auto& agent : agents)
      if (equal_in_any_case(agent.certificate_alias, x.subject))
        bearers.append(bearers.empty() ? "" : ", ").append(agent.realm + '/' + agent.id);
    if (!bearers.empty())
      x.burden.more = "presented by " + bearers;
  }
}

problem mute_realm(const realm_settings& realm, const std::string& why) {
  problem out{realm.name,
              "realm",
              realm.name,
              0,
              why,
              "look at the realm's actors with `troupe actors`: which of them is busy or dead?"};
  out.burden.more = "nothing is known of its " + std::to_string(realm.assets.size())
                    + " assets and " + std::to_string(realm.agents.size()) + " agents";
  return out;
}

void append_members(json_writer& out, const problem& x) {
  out.field("id", id_of(x)).field("severity", to_string(x.severity));
  out.field("realm", x.realm).field("kind", x.kind).field("subject", x.subject);
  out.field("text", x.text).field("consequence", consequence(x.burden));
  out.field("what_to_do", x.what_to_do).key("folded").open('[');
  for (auto& text : x.folded)
    out.put(text);
  out.close(']').field("folded_count", x.folded_count);
}

} // namespace troupe
