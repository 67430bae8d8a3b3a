#include "actors/inspector/reload_json.hpp"

namespace troupe {
namespace {

const char* word_of(reload_step x) {
  switch (x) {
  case reload_step::apply: return "reload";
  case reload_step::plan: return "plan";
  case reload_step::confirm: return "confirm";
  case reload_step::roll_back: return "roll_back";
  }
  return "";
}

} // namespace

void append(json_writer& out, const reload_report& x) {
  out.open('{').field("ok", x.ok).field("problem", x.problem).field("step", word_of(x.step));
  out.field("file", x.file).field("by", x.by).time_field("time", x.time_ms);
  out.time_field("confirm_until", x.confirm_until_ms).key("findings").open('[');
  for (auto& y : x.findings) {
    out.open('{').field("severity", y.error ? "error" : "warning").field("file", y.file);
    out.field("line", y.line).field("column", y.column).field("text", y.text).close('}');
  }
  out.close(']').key("changes").open('[');
  for (auto& y : x.changes) {
    out.open('{').field("realm", y.realm).field("kind", y.kind).field("name", y.name);
    out.field("action", y.action).field("detail", y.detail).close('}');
  }
  out.close(']').close('}');
}

} // namespace troupe
