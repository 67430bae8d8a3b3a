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

void note_origin(agent_link_settings& x, std::string_view key, const origin& at) {
  std::erase_if(x.keys, [&](auto& known) { return known.key == key; });
  x.keys.push_back({key, at});
}

/// An empty table is none, so that an attribute can do without the asset's.
void read_timestamp(reader& r, const entry& e, agent_link_settings& x) {
  x.timestamp.reset();
  auto content = as<table>(e.value);
  if (content && content->empty())
    return;
  timestamp_settings out;
  timestamp_section().read(r, {{}, e.value.at, e.value}, out);
  out.at = e.value.at;
  if (!content)
    return;
  written keys{out.at, *content};
  for (auto [key, name] : {std::pair{"timestamp.path", "path"}, {"timestamp.format", "format"}})
    if (auto found = keys.value(name))
      note_origin(x, key, found->at);
  x.timestamp = std::move(out);
}

/// What can be found wrong only once the links are compiled.
void note_origins(const written& keys, agent_link_settings& x) {
  for (auto key :
       {"subscription_topic", "publish_topic", "payload", "value_filters", "value_converter",
        "message_match_predicate", "write_value_converter", "write_value"})
    if (auto found = keys.value(key))
      note_origin(x, key, found->at);
}

void check(reader& r, const written& keys, agent_link_settings& x) {
  note_origins(keys, x);
  if (keys.has("json_path") && keys.has("value_filters"))
    keys.error(r, "json_path", "stands for one of value_filters; set only one of the two");
  if (keys.has("message_match_filters") && !x.match_predicate
      && !keys.has("message_match_predicate"))
    keys.warning(r, "message_match_filters", "has no effect without message_match_predicate");
  if (x.timestamp && x.payload != payload_form::text)
    for (auto key : {"timestamp", "payload"})
      if (keys.has(key)) {
        keys.error(r, key, "a timestamp is read from JSON, which needs payload = \"text\"");
        break;
      }
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
          {"subscription_topic", &s::subscription_topic, link_topic_filter(),
           "Where values come from; nothing is received without. `{asset}` and `{attribute}` are "
           "the asset's id and the attribute's name, `{{` and `}}` braces. A link that sets "
           "`publish_topic` "
           "and neither this nor a filter or converter does not take it from the asset's "
           "defaults."},
          {"publish_topic", &s::publish_topic, link_topic_name(),
           "Where written values go; nothing is sent without. With the same placeholders."},
          {"retain", &s::retain, boolean(),
           "The broker keeps the last value that was sent, for those who subscribe later."},
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
          {key_info{
               .name = "timestamp",
               .doc = "Where the payload says when its values were measured. An empty table is "
                      "none, in spite of the asset's.",
               .type = "a table",
               .example = "{ path = \"$.ts\", format = \"epoch_ms\" }",
               .fallback = "the time of receipt",
               .section = &timestamp_section()},
           read_timestamp},
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
           "Java's DateTimeFormatter, `EPOCH_SECONDS` or `EPOCH_MILLIS`, are replaced, as are "
           "`%ASSET%` and `%ATTRIBUTE%`.",
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
