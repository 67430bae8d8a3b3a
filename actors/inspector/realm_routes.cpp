#include "actors/inspector/ledger.hpp"
#include "actors/inspector/routes.hpp"
#include "actors/inspector/view_json.hpp"

#include <map>

namespace troupe::routes {
namespace {

/// What is known of the agents of a realm that does not answer.
std::vector<agent_view>
agents_of_mute_realm(const realm_settings& realm, const std::string& why, const roster& who) {
  std::vector<agent_view> out;
  for (auto& agent : realm.agents) {
    auto& view = out.emplace_back();
    view.realm = realm.name;
    view.id = agent.id;
    view.status = connection_status::error;
    view.problem = why;
    view.broker = agent.host + ':' + std::to_string(agent.port);
    view.client_id = agent.client_id;
  }
  for (auto& row : who.agents())
    for (auto& view : out)
      if (row.realm == realm.name && row.agent == view.id) {
        view.messages = row.counters->messages;
        view.unrouted = row.counters->unrouted;
        view.dropped = row.counters->dropped;
        view.waiting = row.counters->waiting;
        view.last_message_ms = row.counters->last_message_ms;
      }
  return out;
}

void append(json_writer& out, const agent_row& x) {
  auto& n = *x.counters;
  out.open('{').field("realm", x.realm).field("agent", x.agent);
  out.field("messages", n.messages.load()).field("routed", n.routed.load());
  out.field("unrouted", n.unrouted.load()).field("dropped", n.dropped.load());
  out.field("oversized", n.oversized.load()).field("waiting", n.waiting.load());
  out.field("bytes", n.bytes.load()).time_field("last_message", n.last_message_ms).close('}');
}

/// Appends the links of `x` and returns their sum.
ledger_sums append(json_writer& out, const link_group& x) {
  ledger_sums total;
  for (size_t i = 0; i < x.counters->size() && i < x.attributes.size(); ++i) {
    auto& attribute = *x.attributes[i];
    auto sums = read_ledger((*x.counters)[i]);
    total += sums;
    out.open('{').field("realm", x.realm).field("asset", x.asset->id);
    out.field("attribute", attribute.name).field("agent", x.agent);
    auto forward = x.forward(i);
    out.field("kind", forward ? "forward" : "link");
    if (forward)
      out.field("subscription_topic", "").field("publish_topic", forward->publish_topic);
    else if (auto& link = attribute.agent_link)
      out.field("subscription_topic", link->subscription_topic)
          .field("publish_topic", link->publish_topic);
    append_members(out, sums);
    out.close('}');
  }
  return total;
}

} // namespace

void agents(const inquiry_ptr& q) {
  auto realms = q->realms();
  if (!realms)
    return;
  auto then = [q](const realm_answers<std::vector<agent_view>>& answers) {
    json_writer out;
    out.open('[');
    for (auto& x : answers) {
      auto views =
          x.error ? agents_of_mute_realm(*q->realm(x.realm), sentence(x.error), *q->options->who)
                  : x.result;
      for (auto& view : views)
        troupe::append(out, view);
    }
    q->answer(std::move(out.close(']')));
  };
  ask_each<std::vector<agent_view>>(q, *realms, then, view_atom::value);
}

void probe(const inquiry_ptr& q) {
  if (!q->realm(q->captures[0]))
    return;
  auto then = [q](const probe_report& x) {
    json_writer out;
    troupe::append(out, x);
    q->answer(std::move(out));
  };
  ask<probe_report>(
      q, q->options->work_timeout, q->captures[0], then, probe_atom::value, q->captures[1]);
}

void stores(const inquiry_ptr& q) {
  auto realms = q->realms();
  if (!realms)
    return;
  auto then = [q](const realm_answers<store_view>& answers) {
    json_writer out;
    out.open('[');
    for (auto& x : answers) {
      auto view = x.result;
      if (x.error) {
        view.realm = x.realm;
        view.problem = sentence(x.error);
      }
      troupe::append(out, view);
    }
    q->answer(std::move(out.close(']')));
  };
  ask_each<store_view>(q, *realms, then, store_atom::value);
}

namespace {

/// History may be long: it goes in slices, while values are stored as ever.
constexpr std::chrono::milliseconds purge_timeout = std::chrono::minutes{10};

void ask_leftovers(const inquiry_ptr& q, bool remove) {
  std::string realm{q->parameter("realm")};
  if (realm.empty())
    return q->fail(400, "say whose: ?realm=…, and if you like &asset=…&attribute=…");
  if (!q->realm(realm))
    return;
  purge_request what{
      std::string{q->parameter("asset")}, std::string{q->parameter("attribute")}, remove};
  auto then = [q, realm](const std::vector<leftover>& xs) {
    json_writer out;
    out.open('[');
    for (auto& x : xs) {
      out.open('{').field("realm", realm).field("asset", x.asset);
      out.field("attribute", x.attribute).field("data_points", x.data_points);
      out.time_field("timestamp", x.last_timestamp_ms).close('}');
    }
    q->answer(std::move(out.close(']')));
  };
  auto timeout = remove ? purge_timeout : q->options->work_timeout;
  ask<std::vector<leftover>>(q, timeout, realm, then, what);
}

} // namespace

void leftovers(const inquiry_ptr& q) { ask_leftovers(q, false); }

void purge(const inquiry_ptr& q) { ask_leftovers(q, true); }

void ledger(const inquiry_ptr& q) {
  auto realm = q->parameter("realm");
  auto asset = q->parameter("asset");
  if (!realm.empty() && !q->realm(realm))
    return;
  auto wanted = [&](const std::string& name) { return realm.empty() || name == realm; };
  std::map<std::string, ledger_sums> totals;
  json_writer out;
  out.open('{').key("links").open('[');
  for (auto& x : q->options->who->links())
    if (wanted(x.realm) && (asset.empty() || x.asset->id == asset))
      totals[x.realm] += append(out, x);
  out.close(']').key("agents").open('[');
  for (auto& x : q->options->who->agents())
    if (wanted(x.realm))
      append(out, x);
  out.close(']').key("totals").open('[');
  for (auto& [name, sums] : totals) {
    out.open('{').field("realm", name);
    append_members(out, sums);
    out.close('}');
  }
  q->answer(std::move(out.close(']').close('}')));
}

void attributes(const inquiry_ptr& q) {
  std::string realm{q->parameter("realm")};
  if (realm.empty())
    return q->fail(400, "say whose attributes: ?realm=…, and if you like &asset=…&attribute=…");
  if (!q->realm(realm))
    return;
  attribute_query what{std::string{q->parameter("asset")}, std::string{q->parameter("attribute")}};
  auto read = [q, realm, what] {
    auto then = [q](const std::vector<attribute_view>& xs) { q->answer(array_of(xs)); };
    ask<std::vector<attribute_view>>(q, q->options->ask_timeout, realm, then, what);
  };
  if (!q->flag("stored"))
    return read();
  ask<uint64_t>(
      q, q->options->work_timeout, realm, [read](uint64_t) { read(); }, flush_atom::value);
}

} // namespace troupe::routes
