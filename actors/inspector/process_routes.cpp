#include "actors/inspector/problem_watch.hpp"
#include "actors/inspector/routes.hpp"
#include "actors/inspector/view_json.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace troupe::routes {
namespace {

/// Resident memory of this process; 0 where /proc is not there.
uint64_t resident_bytes() {
  uint64_t size = 0;
  uint64_t resident = 0;
  std::ifstream{"/proc/self/statm"} >> size >> resident;
  return resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

void append_realm(
    json_writer& out, const realm_settings& realm,
    const realm_answer<std::vector<agent_view>>& agents) {
  uint64_t attributes = 0;
  for (auto& asset : realm.assets)
    attributes += asset.attributes.size();
  auto connected = std::count_if(agents.result.begin(), agents.result.end(), [](auto& x) {
    return x.status == connection_status::connected;
  });
  out.open('{').field("name", realm.name).field("assets", realm.assets.size());
  out.field("attributes", attributes).key("agents").open('{');
  if (agents.error)
    out.key("connected").put(value{}); // not known
  else
    out.field("connected", connected);
  out.field("total", realm.agents.size()).close('}');
  if (agents.error)
    out.field("problem", sentence(agents.error));
  out.close('}');
}

void append_actor(json_writer& out, const actor_card& x, int64_t steady_ns) {
  auto& meter = *x.meter;
  auto since = meter.handling_since_ns.load();
  out.open('{').field("id", x.id).field("parent", x.parent).field("realm", x.realm);
  out.field("kind", x.kind).field("name", x.name).field("alive", meter.alive.load());
  out.field("depth", meter.depth()).field("high_water", meter.high_water.load());
  out.field("in", meter.in.load()).field("done", meter.done.load());
  out.field("busy_ns", meter.busy_ns.load()).field("longest_ns", meter.longest_ns.load());
  if (since == 0)
    out.key("handling").put(value{}).key("handling_ms").put(value{});
  else
    out.field("handling", meter.handling.name())
        .field("handling_ms", std::max<int64_t>(0, steady_ns - since) / 1'000'000);
  out.field("restarts", meter.restarts.load()).field("restart_budget", x.restart_budget);
  out.field("last_error", x.last_error()).close('}');
}

bool contains(const std::vector<std::string>& xs, const std::string& x) {
  return std::find(xs.begin(), xs.end(), x) != xs.end();
}

int64_t steady_now_ns() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

} // namespace

void livez(const inquiry_ptr& q) {
  json_writer out;
  out.open('{').field("live", true).close('}');
  q->answer(std::move(out));
}

/// Ready: every realm answers.
void readyz(const inquiry_ptr& q) {
  std::vector<std::string> realms;
  for (auto& x : q->config->realms)
    realms.push_back(x.name);
  auto then = [q](const realm_answers<std::vector<agent_view>>& answers) {
    if (std::any_of(answers.begin(), answers.end(), [](auto& x) { return bool(x.error); }))
      return q->fail(503, "not ready");
    json_writer out;
    out.open('{').field("ready", true).close('}');
    q->answer(std::move(out));
  };
  ask_each<std::vector<agent_view>>(q, realms, then, view_atom::value);
}

namespace {

/// In short; `GET api/inspect/config` tells all of it.
void append_config(json_writer& out, const reload_report& x) {
  out.key("config").open('{').field("file", x.file).time_field("time", x.time_ms);
  out.field("by", x.by).field("ok", x.ok).field("problem", x.problem);
  out.time_field("confirm_until", x.confirm_until_ms).close('}');
}

void answer_status(
    const inquiry_ptr& q, const std::vector<std::string>& realms, const reload_report& config) {
  q->watch->look([q, realms, config](const overview& x) {
    auto& options = *q->options;
    json_writer out;
    out.open('{').field("version", options.version).field("pid", getpid());
    out.field("now", q->request.now_ms).field("started", options.started_ms);
    out.field("uptime_ms", q->request.now_ms - options.started_ms);
    out.field("rss_bytes", resident_bytes()).key("realms").open('[');
    for (auto& answer : x.agents)
      if (contains(realms, answer.realm))
        append_realm(out, *q->realm(answer.realm), answer);
    out.close(']').key("certificates").open('[');
    for (auto& certificate : x.vault.certificates)
      if (certificate.is_key && is_of(realms, certificate))
        append(out, certificate, q->request.now_ms);
    auto listed = q->watch->book().list();
    auto problems = std::count_if(listed.begin(), listed.end(), [&](auto& y) {
      return !y.muted && concerns(y.what, realms);
    });
    out.close(']').field("problems", problems);
    append_config(out, config);
    q->answer(std::move(out.close('}')));
  });
}

} // namespace

void status(const inquiry_ptr& q) {
  auto realms = q->realms();
  if (!realms)
    return;
  q->self->request(q->options->root, q->options->ask_timeout, reload_atom::value)
      .then(
          [q, realms](const reload_report& x) { answer_status(q, *realms, x); },
          [q, realms](const caf::error& why) {
            reload_report unknown;
            unknown.problem = sentence(why);
            answer_status(q, *realms, unknown);
          });
}

void actors(const inquiry_ptr& q) {
  auto realm = q->parameter("realm");
  if (!realm.empty() && !q->realm(realm))
    return;
  auto now = steady_now_ns();
  json_writer out;
  out.open('[');
  for (auto& card : q->options->who->actors())
    if (realm.empty() || card->realm == realm)
      append_actor(out, *card, now);
  q->answer(std::move(out.close(']')));
}

void actor(const inquiry_ptr& q) {
  auto& id = q->captures[0];
  for (auto& card : q->options->who->actors()) {
    if (std::to_string(card->id) != id)
      continue;
    json_writer out;
    append_actor(out, *card, steady_now_ns());
    return q->answer(std::move(out));
  }
  q->fail(404, "there is no actor " + id);
}

void certificates(const inquiry_ptr& q) {
  auto realms = q->realms();
  if (!realms)
    return;
  ask_vault(q, *realms, [q](const caf::expected<vault_view>& x) {
    if (!x)
      return q->fail(x.error());
    json_writer out;
    out.open('{').field("keystore_file", x->keystore_file);
    out.field("truststore_file", x->truststore_file).key("problems").open('[');
    for (auto& problem : x->problems)
      out.put(problem);
    out.close(']').key("certificates").open('[');
    for (auto& certificate : x->certificates)
      append(out, certificate, q->request.now_ms);
    q->answer(std::move(out.close(']').close('}')));
  });
}

} // namespace troupe::routes
