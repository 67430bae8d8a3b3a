#include "config/formats.hpp"
#include "config/sections.hpp"

namespace troupe::config {
namespace {

const words<on_miss> misses{{"keep", on_miss::keep}, {"null", on_miss::null}};

const words<payload_form> forms{
    {"text", payload_form::text},
    {"hex", payload_form::hex},
    {"base64", payload_form::base64},
    {"bytes", payload_form::bytes}};

/// OpenRemote takes any integer here.
format<int64_t> any_qos() {
  auto out = integer(INT32_MIN, INT32_MAX);
  out.type = "0, 1 or 2";
  out.schema = R"({"enum":[0,1,2]})";
  return out;
}

void check(reader& r, const written& keys, agent_link_settings& x) {
  if (keys.has("json_path") && keys.has("value_filters"))
    keys.error(r, "json_path", "stands for one of value_filters; set only one of the two");
  if (keys.has("message_match_filters") && !x.match_predicate
      && !keys.has("message_match_predicate"))
    keys.warning(r, "message_match_filters", "has no effect without message_match_predicate");
  if (x.qos && keys.has("qos") && (*x.qos < 0 || *x.qos > 2))
    keys.warning(r, "qos", std::to_string(*x.qos) + " counts as 0; expected 0, 1 or 2");
}

} // namespace

const section<agent_link_settings>& agent_link_section() {
  using s = agent_link_settings;
  static const section<s> it{
      "Ties an attribute to topics of an agent. On an asset: the defaults for those of its "
      "attributes that have an `agent_link`.",
      {
          {"agent",
           &s::agent,
           reference_to(&reader::agents, "an agent of this realm"),
           "The agent's id. Required here or in the asset's defaults.",
           {.example = "\"floor\""}},
          {"subscription_topic", &s::subscription_topic, topic_filter(),
           "Where values come from; nothing is received without. A link that sets `publish_topic` "
           "and neither this nor a filter or converter does not take it from the asset's "
           "defaults."},
          {"publish_topic", &s::publish_topic, topic_name(),
           "Where written values go; nothing is sent without."},
          {"qos",
           &s::qos,
           any_qos(),
           "The QoS of this link. What is neither 0, 1 nor 2 counts as 0.",
           {.example = "1", .fallback = "the agent's"}},
          {"payload", &s::payload, choice(forms),
           "What a payload is to the filters: UTF-8, the hexadecimal digits or the base64 text of "
           "its bytes, or the bytes themselves, where a filter of type bytes or topic must begin."},
          {"json_path", &s::value_filters, short_json_path(),
           "The value within a JSON payload; short for one filter in `value_filters`."},
          {"value_filters", &s::value_filters, value_filters(),
           "What leads from the payload to the value, step by step."},
          {"value_converter", &s::converter, converter(),
           "Replacements, by the value's text in upper case. \"*\" is any other; \"@IGNORE\", "
           "\"@NULL\" and \"@NEGATE\" are special. What is not listed is dropped."},
          {"message_match_filters", &s::match_filters, value_filters(),
           "What leads from the payload to what `message_match_predicate` is asked about."},
          {"message_match_predicate",
           &s::match_predicate,
           predicate(),
           "Which messages the link takes; the others pass it by. An empty payload is none.",
           {.fallback = "every message"}},
          {"write_value_filters", &s::write_value_filters, write_value_filters(),
           "The same for a written value, on its way out."},
          {"write_value_converter", &s::write_converter, converter(),
           "The same for a written value, on its way out."},
          {"write_value",
           &s::write_value,
           text("'{\"t\": %VALUE%, \"at\": \"%TIME%\"}'"),
           "The payload of a written value. `%VALUE%`, `%VALUE:%.1f%` with a format of Java's "
           "Formatter, `%TIME%` and `%TIME+PT1H:yyyy-MM-dd HH:mm%` with a shift, a pattern of "
           "Java's DateTimeFormatter, `EPOCH_SECONDS` or `EPOCH_MILLIS`, are replaced.",
           {.fallback = "the value itself"}},
          {"update_on_write", &s::update_on_write, boolean(),
           "A written value is the attribute's value at once, not only when it is read back."},
          {"on_miss", &s::on_miss, choice(misses),
           "When the filters find nothing: the last value stays, or the attribute becomes null."},
      },
      check};
  return it;
}

} // namespace troupe::config
