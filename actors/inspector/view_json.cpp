#include "actors/inspector/view_json.hpp"

namespace troupe {
namespace {

void append(json_writer& out, const subscription_view& x) {
  out.open('{').field("topic", x.topic).field("qos", x.qos);
  if (x.code < 0)
    out.key("code").put(value{}); // not answered yet
  else
    out.field("code", x.code);
  out.field("links", x.links).field("messages", x.messages);
  out.time_field("last_message", x.last_message_ms).close('}');
}

} // namespace

void append(json_writer& out, const agent_view& x) {
  out.open('{').field("realm", x.realm).field("id", x.id).field("type", x.type);
  out.field("status", to_string(x.status)).time_field("since", x.since_ms);
  out.field("problem", x.problem).field("broker", x.broker).field("client_id", x.client_id);
  out.field("session_present", x.session_present);
  out.field("certificate", x.certificate_alias);
  out.field("certificate_fingerprint", x.certificate_fingerprint);
  out.time_field("certificate_not_after", x.certificate_not_after_ms).field("attempts", x.attempts);
  out.time_field("next_attempt", x.next_attempt_ms).field("durability", x.durability);
  out.key("subscriptions").open('[');
  for (auto& subscription : x.subscriptions)
    append(out, subscription);
  out.close(']');
  out.field("messages", x.messages).field("unrouted", x.unrouted).field("dropped", x.dropped);
  out.field("waiting", x.waiting).field("published", x.published);
  out.time_field("last_message", x.last_message_ms).close('}');
}

void append(json_writer& out, const attribute_view& x) {
  out.open('{').field("realm", x.realm).field("asset", x.asset).field("attribute", x.attribute);
  out.field("type", to_string(x.type)).field("value", x.state.content);
  out.time_field("timestamp", x.state.timestamp_ms);
  out.field("quality", to_string(x.state.quality)).close('}');
}

void append(json_writer& out, const data_point& x) {
  out.open('{').field("x", x.timestamp_ms).field("y", x.content).close('}');
}

void append(json_writer& out, const probe_report& x) {
  auto ok = !x.steps.empty();
  for (auto& step : x.steps)
    ok = ok && step.ok;
  out.open('{').field("realm", x.realm).field("agent", x.agent).field("ok", ok);
  out.key("steps").open('[');
  for (auto& step : x.steps) {
    out.open('{').field("name", step.name).field("ok", step.ok).field("ms", step.ms);
    out.field("detail", step.detail).close('}');
  }
  out.close(']').close('}');
}

void append(json_writer& out, const certificate_view& x, int64_t now_ms) {
  constexpr int64_t day_ms = 86'400'000;
  out.open('{').field("alias", x.alias).field("kind", x.is_key ? "key" : "trusted");
  out.field("subject", x.subject).field("issuer", x.issuer).field("key_type", x.key_type);
  out.field("fingerprint", x.fingerprint).field("chain_length", x.chain_length);
  out.time_field("not_before", x.not_before_ms).time_field("not_after", x.not_after_ms);
  out.field("ends_with", x.ends_with);
  out.field("days_left", (x.not_after_ms - now_ms) / day_ms).close('}');
}

void append(json_writer& out, const store_view& x) {
  out.open('{').field("realm", x.realm).field("file", x.file);
  out.field("file_bytes", x.file_bytes).field("wal_bytes", x.wal_bytes);
  out.field("data_points", x.data_points).field("commits", x.commits);
  out.field("rows_written", x.rows_written).field("pending", x.pending);
  out.time_field("last_commit", x.last_commit_ms);
  out.field("commit_seconds_max", x.commit_seconds_max).field("problem", x.problem).close('}');
}

} // namespace troupe
