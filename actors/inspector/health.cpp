#include "actors/inspector/health.hpp"

namespace troupe {
namespace {

/// "hall/floor: connection refused; 12 attributes of 3 assets get no values"
std::string sentence_of(const problem& x) {
  auto out = x.realm.empty() ? x.subject : x.realm + '/' + x.subject;
  out += ": " + x.text;
  if (auto more = consequence(x.burden); !more.empty())
    out += "; " + more;
  return out;
}

} // namespace

std::string_view to_string(health_status x) {
  switch (x) {
  case health_status::ok: return "ok";
  case health_status::warning: return "warning";
  case health_status::error: return "error";
  case health_status::offline: return "offline";
  }
  return "error";
}

health
health_of(const std::vector<listed_problem>& problems, const health& before, int64_t now_ms) {
  health out;
  for (auto& x : problems) {
    if (x.muted) {
      ++out.muted;
      continue;
    }
    auto is_error = x.what.severity == severity::error;
    (is_error ? out.errors : out.warnings) += 1;
    if (out.worst.empty() || (is_error && out.errors == 1)) {
      out.worst = sentence_of(x.what);
      out.worst_id = x.id;
    }
  }
  out.status = out.errors > 0     ? health_status::error
               : out.warnings > 0 ? health_status::warning
                                  : health_status::ok;
  out.since_ms = before.since_ms != 0 && before.status == out.status ? before.since_ms : now_ms;
  return out;
}

void append_members(json_writer& out, const health& x) {
  out.field("status", to_string(x.status)).field("problems", x.errors + x.warnings);
  out.time_field("since", x.since_ms).field("worst", x.worst);
}

std::string to_json(const health& x) {
  json_writer out;
  append_members(out.open('{'), x);
  return out.close('}').take();
}

std::string health_topic_name(const health_settings& x, const std::string& host) {
  static constexpr std::string_view placeholder = "{host}";
  auto name = host.empty() ? std::string{"localhost"} : host;
  for (auto& c : name) // one level of a topic
    if (c == '/' || c == '+' || c == '#' || static_cast<unsigned char>(c) <= ' ')
      c = '_';
  auto out = x.topic;
  for (auto at = out.find(placeholder); at != std::string::npos;
       at = out.find(placeholder, at + name.size()))
    out.replace(at, placeholder.size(), name);
  return out;
}

} // namespace troupe
