#include "runtime/link_cases/link_case.hpp"

#include "actors/asset/constraints.hpp"
#include "actors/link/coercion.hpp"
#include "actors/link/time_zone.hpp"
#include "config/date_bound.hpp"
#include "runtime/link_cases/case_reading.hpp"
#include "runtime/openremote/json_members.hpp"
#include "runtime/openremote/openremote_link.hpp"
#include "schemas/errors.hpp"

#include <memory>

namespace troupe {
namespace {

/// A write, from the event to what became of it.
struct written {
  std::string outcome;
  std::string payload; ///< Where published.
  bool null = false;
  std::optional<inbound_result> update;
  std::string why;
};

bool agree(const written& got, const json_node& outcome) {
  if (!says(outcome, "outcome", got.outcome))
    return false;
  if (got.outcome != "publish")
    return true;
  auto payload = long_text(outcome, "payload");
  auto update = outcome.member("attributeUpdate");
  return payload && got.payload == *payload && got.null == says(outcome, "nullValue", true)
         && (!update || (got.update && agrees(*got.update, *update)));
}

observed seen(written x) {
  auto text = "{\"outcome\":\"" + x.outcome + "\"";
  if (x.outcome == "publish") {
    text += ",\"payload\":";
    append_json_string(text, shortened(x.payload));
  }
  if (x.null)
    text += ",\"nullValue\":true";
  if (x.update)
    text += ",\"attributeUpdate\":" + text_of(*x.update);
  text += "}" + (x.why.empty() ? "" : ": " + x.why);
  auto got = std::make_shared<written>(std::move(x));
  return {std::move(text), [got](const json_node& y) { return agree(*got, y); }};
}

/// An instant of up to nine fraction digits; 1970 where the case has none.
caf::expected<std::chrono::nanoseconds> read_instant(json_members& in) {
  using namespace std::chrono;
  auto text = in.text("instant");
  if (!text)
    return nanoseconds{0};
  auto point = text->find('.');
  auto end = text->find_first_not_of("0123456789", point == text->npos ? 0 : point + 1);
  int64_t fraction = 0;
  auto whole = *text;
  if (point != text->npos && end != text->npos && end - point - 1 <= 9) {
    auto digits = text->substr(point + 1, end - point - 1);
    digits.resize(9, '0');
    fraction = std::stoll(digits);
    whole.erase(point, end - point);
  }
  auto bound = parse_date_bound(whole);
  auto in_reach = [](int64_t ms) { return ms > -9'000'000'000'000 && ms < 9'000'000'000'000; };
  if (!bound || bound->kind != date_bound::kind::moment || !in_reach(bound->ms))
    return unreadable("instant: expected a time such as 2024-03-05T06:07:08.009Z");
  return milliseconds{bound->ms} + nanoseconds{fraction};
}

written publish(
    const agent_link_settings& link, value_type type, const value& event,
    std::chrono::nanoseconds now, const time_zone& zone, bool update_on_write) {
  auto out = outbound_pipeline::compile(link, type, zone);
  if (!out)
    return {"error", {}, false, {}, sentence(out.error())};
  auto got = (*out)->run(event, now);
  switch (got.kind) {
  case outbound_result::kind::ignored: return {"ignored", {}, false, {}, {}};
  case outbound_result::kind::error: return {"error", {}, false, {}, got.why};
  case outbound_result::kind::publish: break;
  }
  written made{"publish", std::move(got.payload), is_null(got.processed), {}, {}};
  if (update_on_write) {
    auto in = inbound_pipeline::compile(link, type);
    made.update = in ? (*in)->run_written(got.processed)
                     : inbound_result{verdict::error, {}, sentence(in.error())};
  }
  return made;
}

} // namespace

caf::expected<observed> run_outbound_case(const json_node& test) {
  json_members in{test};
  auto link_json = in.object("link");
  auto update_on_write = in.boolean("updateOnWrite").value_or(false);
  auto now = read_instant(in);
  auto zone = time_zone::find(in.text("zone").value_or("UTC"));
  if (!link_json)
    in.complain("link", "is missing");
  if (in.problem())
    return in.problem();
  if (!now)
    return now.error();
  if (!zone)
    return zone.error();
  attribute_settings attribute;
  attribute.name = "the attribute";
  auto type = read_type(test, "attributeType");
  if (!type)
    return type.error();
  attribute.type = *type;
  std::string json;
  write_json(json, *test.member("value"));
  auto event = parse_written(json, *type);
  if (!event)
    return seen({"rejected", {}, false, {}, sentence(event.error())});
  if (auto broken = broken_constraint(attribute, *event))
    return seen({"rejected", {}, false, {}, *broken});
  auto link = read_openremote_link(*link_json);
  if (!link)
    return seen({"error", {}, false, {}, sentence(link.error())});
  return seen(publish(*link, *type, *event, *now, *zone, update_on_write || link->update_on_write));
}

} // namespace troupe
