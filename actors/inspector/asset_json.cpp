#include "actors/inspector/asset_json.hpp"

#include <unordered_map>

namespace troupe {
namespace {

void append_link(json_writer& out, const agent_link_settings& x) {
  out.key("agentLink").open('{').field("id", x.agent).field("type", "MQTTAgentLink");
  if (!x.subscription_topic.empty())
    out.field("subscriptionTopic", x.subscription_topic);
  if (!x.publish_topic.empty())
    out.field("publishTopic", x.publish_topic);
  if (x.qos)
    out.field("qos", *x.qos);
  if (!x.write_value.empty())
    out.field("writeValue", x.write_value);
  out.close('}');
}

void append_meta(json_writer& out, const attribute_settings& x) {
  out.key("meta").open('{');
  if (!x.units.empty()) {
    out.key("units").open('[');
    for (auto& unit : x.units)
      out.put(unit);
    out.close(']');
  }
  if (x.store_data_points)
    out.field("storeDataPoints", true);
  if (x.agent_link)
    append_link(out, *x.agent_link);
  out.close('}');
}

} // namespace

void append_asset(
    json_writer& out, const std::string& realm, const asset_settings& x,
    const std::vector<const attribute_view*>& attributes) {
  std::unordered_map<std::string_view, const attribute_settings*> settings;
  for (auto& attribute : x.attributes)
    settings.emplace(attribute.name, &attribute);
  out.open('{').field("id", x.id).field("name", x.name.empty() ? x.id : x.name);
  out.field("type", x.type).field("realm", realm);
  if (!x.parent.empty())
    out.field("parentId", x.parent);
  out.key("attributes").open('{');
  for (auto view : attributes) {
    out.key(view->attribute).open('{').field("name", view->attribute);
    out.field("type", to_string(view->type)).field("value", view->state.content);
    out.time_field("timestamp", view->state.timestamp_ms);
    if (auto known = settings.find(view->attribute); known != settings.end())
      append_meta(out, *known->second);
    out.close('}');
  }
  out.close('}').close('}');
}

asset_settings as_asset(const agent_settings& x) {
  asset_settings out;
  out.id = x.id;
  out.type = "MQTTAgent";
  return out;
}

std::optional<asset_settings> find_asset(const realm_settings& realm, std::string_view id) {
  for (auto& x : realm.assets)
    if (x.id == id)
      return x;
  for (auto& x : realm.agents)
    if (x.id == id)
      return as_asset(x);
  return std::nullopt;
}

} // namespace troupe
