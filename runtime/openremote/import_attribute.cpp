#include "runtime/openremote/import_attribute.hpp"

#include "config/spelling.hpp"
#include "config/toml.hpp"
#include "runtime/cli/findings.hpp"
#include "runtime/openremote/import_check.hpp"
#include "runtime/openremote/import_link.hpp"
#include "runtime/openremote/json_members.hpp"
#include "runtime/openremote/openremote_link.hpp"
#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe {
namespace {

using kind = enum import_note::kind;

constexpr auto days_by_default = 31; // in OpenRemote

/// One attribute on its way.
struct import_run {
  json_members attribute;
  json_members meta;
  std::string_view name;
  const agent_finder& agent_of;
  const note_taker& note;

  void left_out(std::string text) const { note(kind::left_out, name, std::move(text)); }
};

/// How long data points are kept: of linked attributes always, unless it is forbidden.
std::optional<milliseconds> read_store(import_run& in, bool linked) {
  auto wanted = in.meta.boolean("storeDataPoints").value_or(linked);
  auto days = in.meta.integer("dataPointsMaxAgeDays").value_or(days_by_default);
  if (!wanted)
    return std::nullopt;
  if (days >= 1 && days <= 36'500)
    return std::chrono::hours{24} * days;
  in.meta.complain("dataPointsMaxAgeDays", "is beyond 1 to 36500; it is 31 here");
  return std::chrono::hours{24} * days_by_default;
}

std::vector<std::string> read_units(import_run& in) {
  std::vector<std::string> out;
  auto list = in.meta.list("units");
  for (auto x = list ? list->begin() : nullptr; list && x != list->end(); x = x->next())
    if (x->kind == json_kind::text)
      out.emplace_back(x->text());
    else
      in.meta.complain("units", "holds something else than texts");
  return out;
}

void read_allowed_values(import_run& in, json_members& from, constraint_settings& out) {
  out.allowed_values.clear();
  auto list = from.list("allowedValues");
  for (auto x = list ? list->begin() : nullptr; list && x != list->end(); x = x->next())
    write_json(out.allowed_values.emplace_back().text, *x);
  if (out.allowed_values.empty())
    in.left_out("constraints: allowedValues names no values, so that none were allowed");
  if (from.find("allowedValueNames"))
    in.left_out("constraints: allowedValueNames, which are for display only");
}

void read_constraint(import_run& in, const json_node& x, constraint_settings& out) {
  json_members from{x};
  auto type = from.text("type").value_or("");
  if (type == "min")
    out.min = from.number("min");
  else if (type == "max")
    out.max = from.number("max");
  else if (type == "allowedValues")
    read_allowed_values(in, from, out);
  else
    in.left_out("constraints: there is none of type " + config::in_quotes(type) + " here");
  if (from.problem())
    in.left_out("constraints: " + sentence(from.problem()));
}

constraint_settings read_constraints(import_run& in) {
  constraint_settings out;
  auto list = in.meta.list("constraints");
  for (auto x = list ? list->begin() : nullptr; list && x != list->end(); x = x->next())
    read_constraint(in, *x, out);
  return out;
}

/// What `troupe check` says about the link of a whole configuration, if it is an error.
std::optional<std::string> trouble_of(const config::attribute_draft& x) {
  settings all;
  auto& realm = all.realms.emplace_back();
  realm.name = "r";
  auto& asset = realm.assets.emplace_back();
  asset.id = "a";
  asset.attributes.push_back(x);
  asset.attributes.back().name = "x";
  diagnostics found;
  cli::add_link_findings(found, all);
  if (found.empty())
    return std::nullopt;
  constexpr std::string_view subject = "realm.r.asset.a.attribute.x.";
  auto& text = found.front().text;
  return text.starts_with(subject) ? text.substr(subject.size()) : text;
}

/// The link alone, so that what is wrong with it is told apart.
bool is_sound(import_run& in, const config::table& link, value_type type) {
  config::attribute_draft start;
  start.type = type;
  config::table keys;
  keys.push_back({"agent_link", {}, {{}, link}});
  std::string why;
  auto read = take_out_wrong(
      config::attribute_section(), keys, start, [&](auto& wrong) { why = wrong.text; });
  if (why.empty() && read)
    why = trouble_of(*read).value_or("");
  if (!why.empty())
    in.left_out(why);
  return why.empty();
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (auto& x : words)
    out.append(out.empty() ? "" : ", ").append(x);
  return out;
}

/// The meta items; none where there is no such object.
const json_node& meta_of(const json_node& attribute) {
  static const auto nothing = [] {
    json_document out;
    out.parse("{}");
    return out.root(); // an object without members points to nothing
  }();
  auto meta = attribute.member("meta");
  return meta && meta->kind == json_kind::object ? *meta : nothing;
}

std::optional<std::string> name_trouble(std::string_view name) {
  environment env;
  config::reader r{env};
  config::check_id(r, {std::string{name}, {}, {}});
  return r.problems.empty() ? std::nullopt : std::optional{r.problems.front().text};
}

/// Whether a line would have more dots than TOML is read with.
bool has_many_dots(const config::node& x) {
  constexpr ptrdiff_t most = 900;
  auto text = config::toml_value(x);
  return std::count(text.begin(), text.end(), '.') > most;
}

std::optional<config::table> read_link(import_run& in, value_type type) {
  auto json = in.meta.object("agentLink");
  if (!json)
    return std::nullopt;
  auto fail = [&](const std::string& why) {
    in.left_out("agent_link: " + why);
    return std::nullopt;
  };
  json_members members{*json};
  auto agent = in.agent_of(members.text("id").value_or(""));
  if (!agent)
    return fail(sentence(agent.error()));
  if (auto name = members.text("type").value_or("MQTTAgentLink"); name != "MQTTAgentLink")
    return fail("links of type " + config::in_quotes(name) + " are not supported");
  auto link = read_openremote_link(*json);
  if (!link)
    return fail(sentence(link.error()));
  link->agent = *agent;
  if (auto unknown = passed_over(*json); !unknown.empty())
    in.left_out("agent_link: " + unknown);
  carry_over(*link, [&](auto kind, std::string text) { in.note(kind, in.name, std::move(text)); });
  if (link->value_filters.empty())
    link->on_miss = on_miss::keep; // nothing can be missed
  auto written = write_link(*link);
  if (!written.beyond_toml.empty())
    return fail(joined(written.beyond_toml) + " holds values that TOML cannot express");
  if (has_many_dots({{}, written.keys}))
    return fail("has more dots than a line of TOML may have");
  if (!is_sound(in, written.keys, type))
    return std::nullopt;
  return std::move(written.keys);
}

/// A value that nobody will send again.
void note_value(import_run& in, const std::optional<config::table>& link) {
  auto comes_again = link && find(*link, "subscription_topic");
  if (in.attribute.find("value") && !comes_again)
    in.note(
        kind::to_do, in.name,
        "its value is state, which a configuration does not hold: set it once with 'troupe set'");
}

struct meta_group {
  std::vector<std::string_view> names;
  std::string_view why;
};

const std::vector<meta_group>& meta_groups() {
  static const std::vector<meta_group> all{
      {{"label", "format", "secret", "multiline", "momentary", "showOnDashboard", "indeterminate"},
       "is for display only"},
      {{"readOnly", "accessPublicRead", "accessPublicWrite", "accessRestrictedRead",
        "accessRestrictedWrite", "userConnected"},
       "has no equivalent: who may read and write goes by realms and roles here"},
      {{"ruleState", "ruleResetImmediate", "ruleEvent", "ruleEventExpires"},
       "is for rules, which there are none of here"},
      {{"attributeLinks"}, "has no equivalent: attributes are not linked to each other here"},
      {{"hasPredictedDataPoints", "applyPredictedDataPoints", "forecast"},
       "is for predictions, which are not made here"},
  };
  return all;
}

bool is_carried(std::string_view name) {
  constexpr std::string_view carried[] = {
      "agentLink", "units", "constraints", "storeDataPoints", "dataPointsMaxAgeDays"};
  return std::find(std::begin(carried), std::end(carried), name) != std::end(carried);
}

std::string_view why_not(std::string_view meta) {
  for (auto& group : meta_groups())
    if (std::find(group.names.begin(), group.names.end(), meta) != group.names.end())
      return group.why;
  return "is not known here";
}

/// What is not set says nothing.
bool is_off(const json_node& x) {
  return x.kind == json_kind::null || (x.kind == json_kind::boolean && !x.is_true());
}

} // namespace

void note_meta(const json_node& attribute, std::string_view name, const note_taker& note) {
  auto meta = attribute.member("meta");
  if (!meta || meta->kind == json_kind::null)
    return;
  if (meta->kind != json_kind::object)
    return note(kind::left_out, name, "meta is no object");
  for (auto* x : members_once(*meta))
    if (!is_carried(x->key()) && !is_off(*x))
      note(kind::left_out, name, shown_name(x->key()).append(" ").append(why_not(x->key())));
}

config::wording write_link(const agent_link_settings& x) {
  auto out = config::agent_link_section().write(x);
  auto path = x.value_filters.size() == 1 ? std::get_if<json_path_filter>(&x.value_filters.front())
                                          : nullptr;
  if (path && !path->return_first && !path->return_last)
    for (auto& key : out.keys)
      if (key.key == "value_filters")
        key = {"json_path", {}, {{}, path->path}};
  return out;
}

std::optional<imported_attribute>
import_attribute(const json_node& x, const agent_finder& agent_of, const note_taker& note) {
  import_run in{json_members{x}, json_members{meta_of(x)}, x.key(), agent_of, note};
  if (auto trouble = name_trouble(in.name)) {
    in.left_out(*trouble);
    return std::nullopt;
  }
  auto type_name = in.attribute.text("type").value_or("");
  auto type = value_type_of(type_name);
  if (!type) {
    in.left_out(
        type_name.empty()
            ? "it has no type"
            : "values of type " + config::in_quotes(type_name) + " are not supported");
    return std::nullopt;
  }
  config::attribute_draft draft;
  draft.type = *type;
  draft.units = read_units(in);
  draft.store_data_points = read_store(in, in.meta.find("agentLink") != nullptr);
  draft.constraints = read_constraints(in);
  imported_attribute out;
  out.name = x.key();
  out.link = read_link(in, *type);
  auto written = config::attribute_section().write(draft);
  for (auto& key : written.beyond_toml)
    in.left_out(key + " holds values that TOML cannot express");
  out.keys = std::move(written.keys);
  std::erase_if(out.keys, [&](auto& y) {
    auto wrong = has_many_dots(y.value);
    if (wrong)
      in.left_out(y.key + " has more dots than a line of TOML may have");
    return wrong;
  });
  if (*type == value_type::text) // the default, but a type is worth reading
    out.keys.insert(out.keys.begin(), {"type", {}, {{}, std::string{to_string(*type)}}});
  take_out_wrong(
      config::attribute_section(), out.keys, {}, [&](auto& wrong) { in.left_out(wrong.text); });
  if (in.meta.problem())
    in.left_out(sentence(in.meta.problem()));
  if (auto written_name = in.attribute.text("name"); written_name && *written_name != x.key())
    in.left_out("its name member, which is " + config::in_quotes(*written_name));
  note_meta(x, in.name, note);
  note_value(in, out.link);
  return out;
}

} // namespace troupe
