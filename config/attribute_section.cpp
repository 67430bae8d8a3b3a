#include "config/durations.hpp"
#include "config/formats.hpp"
#include "config/placeholders.hpp"
#include "config/sections.hpp"
#include "schemas/topic.hpp"

#include <algorithm>

namespace troupe::config {
namespace {

using namespace std::chrono_literals;

/// Whether TOML's kind of value is the one for this type; what a text or table
/// holds is seen when it becomes a value.
bool fits(const node& x, value_type type) {
  auto whole = as<int64_t>(x);
  auto is_text = as<std::string>(x) != nullptr;
  switch (kind_of(type)) {
  case value_kind::boolean: return as<bool>(x);
  case value_kind::integer: return whole && *whole == static_cast<int32_t>(*whole);
  case value_kind::byte: return whole && *whole == static_cast<int8_t>(*whole);
  case value_kind::long_: return whole;
  case value_kind::number: return whole || as<double>(x);
  case value_kind::text:
  case value_kind::word:
  case value_kind::period:
  case value_kind::period_and_duration: return is_text;
  case value_kind::date:
  case value_kind::duration:
  case value_kind::big_integer: return whole || is_text;
  case value_kind::big_number: return whole || as<double>(x) || is_text;
  case value_kind::colour: return is_text || as<array>(x) || as<table>(x);
  case value_kind::point:
  case value_kind::map:
  case value_kind::object: return as<table>(x);
  case value_kind::array: return as<array>(x);
  case value_kind::json: return true;
  }
  return false;
}

/// Values of a number stand in the settings as numbers, even where written `1`.
void check_allowed(reader& r, const written& keys, attribute_settings& x) {
  auto list = keys.value("allowed_values") ? as<array>(*keys.value("allowed_values")) : nullptr;
  if (!list)
    return;
  reader::step in{r, "allowed_values"};
  for (size_t i = 0; i < list->size(); ++i) {
    auto& item = (*list)[i];
    reader::step at{r, i};
    if (!fits(item, x.type))
      r.expected(item, "a value of type " + std::string{to_string(x.type)});
    else if (auto whole = as<int64_t>(item); whole && kind_of(x.type) == value_kind::number
                                             && i < x.constraints.allowed_values.size())
      x.constraints.allowed_values[i].text = to_java_text(static_cast<double>(*whole));
  }
}

/// The attribute's own limit, else the asset's; none for "never".
void merge(std::optional<milliseconds>& own, const std::optional<milliseconds>& common) {
  if (!own)
    own = common;
  else if (*own == 0ms)
    own.reset();
}

void check_freshness(reader& r, const written& keys, attribute_draft& x) {
  auto inherits = x.asset && brings_values(x);
  merge(x.expect_every, inherits ? x.asset->expect_every : std::nullopt);
  merge(x.expire_after, inherits ? x.asset->expire_after : std::nullopt);
  if (keys.has("expect_every") || keys.has("expire_after"))
    warn_of_early_expiry(r, keys, x.expect_every, x.expire_after);
  if (!x.agent_link || brings_values(x) || x.agent_link->update_on_write)
    return;
  constexpr auto text = "the link has no subscription_topic, so values come only if the agent has "
                        "update_on_write";
  if (x.expect_every)
    keys.warning(r, "expect_every", text);
  if (x.expire_after)
    keys.warning(r, "expire_after", text);
}

void check(reader& r, const written& keys, attribute_draft& x) {
  complete_forwards(r, x);
  auto& bounds = x.constraints;
  for (auto key : {"min", "max"})
    if (keys.has(key) && !is_numeric(kind_of(x.type)))
      keys.error(r, key, "needs a type of numbers, found " + in_quotes(to_string(x.type)));
  if (bounds.min && bounds.max && *bounds.min > *bounds.max)
    keys.error(r, "min", to_java_text(*bounds.min) + " is above max, " + to_java_text(*bounds.max));
  check_allowed(r, keys, x);
  check_freshness(r, keys, x);
}

/// A link that names only where its values go does not receive from the asset's
/// default topic: what comes there is meant for the links that pick a value out.
void keep_write_only(const entry& e, agent_link_settings& x) {
  auto content = as<table>(e.value);
  if (!content)
    return;
  written keys{e.at, *content};
  for (auto key :
       {"subscription_topic", "json_path", "value_filters", "value_converter",
        "message_match_filters", "message_match_predicate"})
    if (keys.has(key))
      return;
  if (keys.has("publish_topic"))
    x.subscription_topic.clear();
}

/// What a link must have once the asset's defaults are merged in.
void check_complete(reader& r, const entry& e, const agent_link_settings& x) {
  auto content = as<table>(e.value);
  if (!content)
    return;
  written keys{e.at, *content};
  if (x.agent.empty() && !keys.has("agent"))
    keys.error(r, "agent", "missing, here and in the asset's agent_link; expected an agent's id");
  if (x.publish_topic.empty() && x.retain && keys.has("retain"))
    keys.warning(r, "retain", "has no effect without publish_topic");
  if (x.subscription_topic.empty() && x.publish_topic.empty() && !keys.has("subscription_topic")
      && !keys.has("publish_topic"))
    r.error(
        e.at, "has neither subscription_topic nor publish_topic, here or in the asset's "
              "agent_link");
}

/// Every key has been read and found well formed; what names make of it may still be wrong.
void expand(
    reader& r, std::string_view key, std::string (*problem)(std::string_view),
    const link_names& names, agent_link_settings& x, std::string& topic) {
  if (topic.empty())
    return;
  auto wildcards = [](std::string_view y) {
    return std::count(y.begin(), y.end(), '+') + std::count(y.begin(), y.end(), '#');
  };
  auto expected = wildcards(topic);
  topic = expand_topic(topic, names);
  reader::step in{r, key};
  auto why = problem(topic);
  if (why.empty() && r.row && wildcards(topic) != expected)
    why = "has a wildcard that is the value of a column";
  if (!why.empty())
    r.error(x.origin_of(key), in_quotes(topic) + " " + why);
}

void expand_all(reader& r, const attribute_draft& attribute, agent_link_settings& x) {
  link_names names{
      attribute.asset ? attribute.asset->id : std::string_view{}, attribute.name, r.row};
  expand(r, "subscription_topic", topic_filter_problem, names, x, x.subscription_topic);
  expand(r, "publish_topic", topic_name_problem, names, x, x.publish_topic);
  expand_write_value(r, x.write_value, x.origin_of("write_value"), names);
  // Nobody asks where a topic stands once it is the final one, and there may be 100,000 links.
  std::erase_if(x.keys, [](auto& key) { return key.key.ends_with("_topic"); });
  x.keys.shrink_to_fit();
}

void read_link(reader& r, const entry& e, attribute_draft& x) {
  auto link = x.asset ? x.asset->link_defaults : agent_link_settings{};
  link.at = e.at;
  agent_link_section().read(r, e, link);
  keep_write_only(e, link);
  if (!x.asset || x.asset->defaults_are_sound)
    check_complete(r, e, link);
  expand_all(r, x, link);
  x.agent_link = std::move(link);
}

std::optional<double>& min_of(attribute_draft& x) { return x.constraints.min; }
std::optional<double>& max_of(attribute_draft& x) { return x.constraints.max; }
std::vector<json_text>& allowed_of(attribute_draft& x) { return x.constraints.allowed_values; }

} // namespace

void expand_write_value(reader& r, std::string& text, const origin& at, const link_names& names) {
  reader::step in{r, "write_value"};
  if (auto why = payload_problem(text, names); !why.empty())
    r.error(at, in_quotes(text) + " " + why);
  else
    text = expand_payload(text, names);
}

bool brings_values(const attribute_settings& x) {
  return x.agent_link && !x.agent_link->subscription_topic.empty();
}

void warn_of_early_expiry(
    reader& r, const written& keys, const std::optional<milliseconds>& expected,
    const std::optional<milliseconds>& expires) {
  if (expected && expires && *expires < *expected)
    keys.warning(
        r, keys.has("expire_after") ? "expire_after" : "expect_every",
        "values expire after " + duration_text(*expires) + ", before the next one is expected, "
            + duration_text(*expected) + " later");
}

const section<attribute_draft>& attribute_section() {
  using s = attribute_draft;
  static const section<s> it{
      "One typed value of an asset.",
      {
          {"type", &s::type, type_name(), "The type of the value."},
          {"units", &s::units, texts(text("\"celsius\"")), "OpenRemote's words for the unit."},
          {"store_data_points",
           &s::store_data_points,
           duration(1s, 100 * 365 * 24h),
           "Keeps each value as a data point for so long.",
           {.example = "\"31d\"", .fallback = "no data points"}},
          {"expect_every",
           &s::expect_every,
           duration_or_never(1ms, 365 * 24h),
           "How often a value comes. Once three have been missed the quality is \"stale\", and "
           "`troupe problems` names the attribute, until the next one comes.",
           {.example = "\"5s\"", .fallback = "the asset's, if values come by a link"}},
          {"expire_after",
           &s::expire_after,
           duration_or_never(1ms, 365 * 24h),
           "How old a value may be, by its timestamp. Once it is older its quality is \"stale\"; "
           "that is no problem.",
           {.example = "\"1h\"", .fallback = "the asset's, if values come by a link"}},
          {"min", min_of, number(), "Smaller values are rejected."},
          {"max", max_of, number(), "Greater values are rejected."},
          {"allowed_values",
           allowed_of,
           json_values(),
           "Other values are rejected.",
           {.fallback = "any"}},
          {key_info{
               .name = "agent_link",
               .doc = "Where values come from and go to.",
               .type = "a table",
               .section = &agent_link_section()},
           read_link},
          {"forward", &s::forwards, forwards(), "Sends the values on through another agent."},
      },
      check};
  return it;
}

} // namespace troupe::config
