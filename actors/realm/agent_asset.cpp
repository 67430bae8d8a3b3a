#include "actors/realm/agent_asset.hpp"

namespace troupe {
namespace {

struct row {
  const char* name;
  value_type type;
  value content;
};

value text_or_null(const std::string& x) { return x.empty() ? value{} : value{x}; }

std::string json_array(const std::vector<std::string>& xs) {
  std::string out = "[";
  for (auto& x : xs) {
    if (out.size() > 1)
      out += ',';
    append_json_string(out, x);
  }
  return out + "]";
}

/// Source: OpenRemote's MQTTAgent and Agent. Neither the password nor the websocket's query,
/// which may hold a token: every reader of the realm sees these.
std::vector<row> configuration(const agent_settings& x) {
  using enum value_type;
  return {
      {"agentStatus", connection_status, {}},
      {"agentDisabled", boolean, x.disabled},
      // OpenRemote's type of a host allows no underscores; name servers and containers do.
      {"host", text, text_or_null(x.host)},
      {"port", port_number, int64_t{x.port}},
      {"clientId", text, text_or_null(x.client_id)},
      {"secureMode", boolean, x.secure_mode},
      {"certificateAlias", text, text_or_null(x.certificate_alias)},
      {"resumeSession", boolean, x.resume_session},
      {"publishQos", mqtt_qos, int64_t{x.publish_qos}},
      {"subscribeQos", mqtt_qos, int64_t{x.subscribe_qos}},
      {"websocketMode", boolean, x.websocket_mode},
      {"websocketPath", text, text_or_null(x.websocket_path)},
      {"lastWillTopic", text, text_or_null(x.last_will_topic)},
      {"lastWillPayload", text, text_or_null(x.last_will_payload)},
      {"lastWillRetain", boolean, x.last_will_retain},
      {"wildcardSubscriptionTopics", array_of(text),
       json_text{json_array(x.wildcard_subscription_topics)}},
      {"updateOnWrite", boolean, x.update_on_write},
  };
}

} // namespace

asset_settings agent_as_asset(const agent_settings& x) {
  asset_settings out;
  out.id = x.id;
  out.name = x.id;
  out.type = "MQTTAgent";
  for (auto& row : configuration(x)) {
    attribute_settings attribute;
    attribute.name = row.name;
    attribute.type = row.type;
    out.attributes.push_back(std::move(attribute));
  }
  return out;
}

update_batch agent_configuration(const agent_settings& x, int64_t now_ms) {
  update_batch out;
  auto rows = configuration(x);
  for (uint32_t i = 1; i < rows.size(); ++i) // the status is the agent's own
    out.items.push_back({i, 0, now_ms, std::move(rows[i].content)});
  return out;
}

} // namespace troupe
