#include "config/formats.hpp"
#include "config/placeholders.hpp"
#include "config/sections.hpp"
#include "schemas/topic.hpp"

#include <cmath>

namespace troupe::config {
namespace {

using namespace std::chrono_literals;

const words<forward_on> occasions{{"change", forward_on::change}, {"always", forward_on::always}};

const words<outbox_policy> policies{
    {"keep_latest", outbox_policy::keep_latest},
    {"keep_all", outbox_policy::keep_all},
    {"drop", outbox_policy::drop}};

void check(reader& r, const written& keys, forward_settings& x) {
  if (x.deadband && (!(*x.deadband > 0) || std::isinf(*x.deadband)))
    keys.error(r, "deadband", "expected a number above 0, found " + to_java_text(*x.deadband));
  if (x.outbox == outbox_policy::drop && keys.has("outbox_max_age"))
    keys.warning(r, "outbox_max_age", "has no effect with outbox = \"drop\"");
}

forward_settings read_one(reader& r, const node& x) {
  forward_settings out;
  out.at = x.at;
  forward_section().read(r, {{}, x.at, x}, out);
  return out;
}

/// A topic that was refused when it was read has been left out.
void expand(reader& r, size_t index, const link_names& names, forward_settings& x) {
  reader::step in{r, "forward"};
  reader::step at{r, index};
  expand_write_value(r, x.write_value, x.at, names);
  x.publish_topic = expand_topic(x.publish_topic, names);
  if (x.publish_topic.empty())
    return;
  if (auto why = topic_name_problem(x.publish_topic); !why.empty())
    r.error(x.at, in_quotes(x.publish_topic) + " " + why);
}

} // namespace

const section<forward_settings>& forward_section() {
  using s = forward_settings;
  static const section<s> it{
      "Sends values on through another agent.",
      {
          {"agent",
           &s::agent,
           reference_to(&reader::agents, "an agent of this realm"),
           "The agent to send through.",
           {.example = "\"aws\"", .required = true}},
          {"publish_topic",
           &s::publish_topic,
           link_topic_name(),
           "Where the values go. `{asset}` and `{attribute}` are the asset's id and the "
           "attribute's name, `{{` and `}}` braces.",
           {.example = "\"hall/{asset}/{attribute}\"", .required = true}},
          {"qos",
           &s::qos,
           integer(0, 2),
           "The QoS of what is sent.",
           {.example = "1", .fallback = "the agent's publish_qos"}},
          {"on", &s::on, choice(occasions),
           "Which values are sent: those that differ from the one sent last, and after a start the "
           "present one once; or all, and none for a start."},
          {"min_interval",
           &s::min_interval,
           duration(10ms, 24h),
           "At most one value within it; the newest goes at its end.",
           {.example = "\"5s\""}},
          {"deadband",
           &s::deadband,
           number(),
           "A number is sent when it is at least so far from the one sent last. On an asset: only "
           "of attributes that are numbers.",
           {.example = "0.5"}},
          {"retain", &s::retain, boolean(),
           "The broker keeps the last value that was sent, for those who subscribe later. A null "
           "is an empty payload, which makes it forget."},
          {"write_value",
           &s::write_value,
           text("'{\"v\": %VALUE%, \"at\": \"%TIME%\"}'"),
           "The payload, as in an agent link; `%TIME%` is the time of the value, not of sending.",
           {.fallback = "the value itself"}},
          {"outbox", &s::outbox, choice(policies),
           "While values cannot be sent: the newest of each attribute waits; all wait in order, "
           "10,000 or 16 MiB for one asset and agent, then the oldest are dropped; or none waits "
           "for a connection. They wait in memory and are lost with a restart."},
          {"outbox_max_age", &s::outbox_max_age, duration(1s, 365 * 24h),
           "Values that have waited longer are not sent any more."},
      },
      check};
  return it;
}

format<std::vector<forward_settings>> forwards() {
  auto read = [](reader& r, const node& x) -> std::optional<std::vector<forward_settings>> {
    auto list = as<array>(x);
    if (!list)
      return r.expected(x, "an array of tables"), std::nullopt;
    std::vector<forward_settings> out;
    for (size_t i = 0; i < list->size(); ++i) {
      reader::step in{r, i};
      out.push_back(read_one(r, (*list)[i]));
    }
    return out;
  };
  return {
      "an array of tables",
      {},
      "[{ agent = \"aws\", publish_topic = \"hall/{asset}/{attribute}\" }]",
      read,
      [](const std::vector<forward_settings>&) { return ""; },
      &forward_section(),
      true};
}

void complete_forwards(reader& r, attribute_draft& x) {
  auto numeric = is_numeric(kind_of(x.type));
  for (size_t i = 0; i < x.forwards.size(); ++i)
    if (x.forwards[i].deadband && !numeric) {
      reader::step in{r, "forward"};
      reader::step at{r, i};
      reader::step key{r, "deadband"};
      r.error(x.forwards[i].at, "needs a type of numbers, found " + in_quotes(to_string(x.type)));
    }
  auto inherited = x.asset ? x.asset->forwards : std::vector<forward_settings>{};
  if (!numeric)
    for (auto& forward : inherited)
      forward.deadband.reset();
  link_names names{x.asset ? x.asset->id : std::string_view{}, x.name, r.row};
  for (size_t i = 0; i < inherited.size(); ++i)
    expand(r, i, names, inherited[i]);
  for (size_t i = 0; i < x.forwards.size(); ++i)
    expand(r, i, names, x.forwards[i]);
  x.forwards.insert(x.forwards.begin(), inherited.begin(), inherited.end());
}

} // namespace troupe::config
