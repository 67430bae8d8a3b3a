#include "runtime/openremote/import_agent.hpp"

#include "runtime/openremote/import_attribute.hpp"
#include "runtime/openremote/import_check.hpp"
#include "runtime/openremote/json_members.hpp"
#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe {
namespace {

using kind = enum import_note::kind;

std::string text(json_members& in) { return in.text("value").value_or(""); }
bool flag(json_members& in) { return in.boolean("value").value_or(false); }

uint16_t port(json_members& in) {
  auto x = in.integer("value").value_or(0);
  if (x >= 0 && x <= UINT16_MAX)
    return static_cast<uint16_t>(x);
  in.complain("value", "is no port: expected 1 to 65535");
  return 0;
}

int qos(json_members& in) {
  auto x = in.integer("value").value_or(0);
  if (x >= 0 && x <= 2)
    return static_cast<int>(x);
  in.complain("value", "is no QoS: expected 0, 1 or 2");
  return 0;
}

std::vector<std::string> texts(json_members& in) {
  std::vector<std::string> out;
  auto list = in.list("value");
  for (auto x = list ? list->begin() : nullptr; list && x != list->end(); x = x->next())
    if (!x->is_container())
      out.emplace_back(x->text());
    else
      in.complain("value", "holds something else than texts");
  return out;
}

void read_login(json_members& in, agent_settings& x) {
  auto value = in.object("value");
  if (!value)
    return;
  json_members both{*value};
  if (auto name = both.text("username"); name && !name->empty())
    x.username = name;
  if (auto password = both.text("password"); password && !password->empty())
    x.password = secret{}; // what it is stays where it is
  if (both.problem())
    in.complain_within("value", both.problem());
}

/// An attribute of MQTTAgent, and what it is here.
struct setting {
  std::string_view name;
  void (*read)(json_members& in, agent_settings& x);
};

constexpr setting settings_of_agents[] = {
    {"host", [](auto& in, auto& x) { x.host = text(in); }},
    {"port", [](auto& in, auto& x) { x.port = port(in); }},
    {"clientId", [](auto& in, auto& x) { x.client_id = text(in); }},
    {"secureMode", [](auto& in, auto& x) { x.secure_mode = flag(in); }},
    {"certificateAlias", [](auto& in, auto& x) { x.certificate_alias = text(in); }},
    {"usernamePassword", read_login},
    {"resumeSession", [](auto& in, auto& x) { x.resume_session = flag(in); }},
    {"publishQos", [](auto& in, auto& x) { x.publish_qos = qos(in); }},
    {"publishQoS", [](auto& in, auto& x) { x.publish_qos = qos(in); }},
    {"subscribeQos", [](auto& in, auto& x) { x.subscribe_qos = qos(in); }},
    {"subscribeQoS", [](auto& in, auto& x) { x.subscribe_qos = qos(in); }},
    {"websocketMode", [](auto& in, auto& x) { x.websocket_mode = flag(in); }},
    {"websocketPath", [](auto& in, auto& x) { x.websocket_path = text(in); }},
    {"websocketQuery", [](auto& in, auto& x) { x.websocket_query = text(in); }},
    {"lastWillTopic", [](auto& in, auto& x) { x.last_will_topic = text(in); }},
    {"lastWillPayload", [](auto& in, auto& x) { x.last_will_payload = text(in); }},
    {"lastWillRetain", [](auto& in, auto& x) { x.last_will_retain = flag(in); }},
    {"wildcardSubscriptionTopics",
     [](auto& in, auto& x) { x.wildcard_subscription_topics = texts(in); }},
    {"updateOnWrite", [](auto& in, auto& x) { x.update_on_write = flag(in); }},
    {"agentDisabled", [](auto& in, auto& x) { x.disabled = flag(in); }},
    {"agentStatus", [](auto&, auto&) {}}, // which the agent here has of its own
};

void read_attribute(const json_node& attribute, agent_settings& x, const note_taker& note) {
  auto name = attribute.key();
  json_members in{attribute};
  auto known =
      std::find_if(std::begin(settings_of_agents), std::end(settings_of_agents), [&](auto& y) {
        return y.name == name;
      });
  if (known != std::end(settings_of_agents))
    known->read(in, x);
  else {
    if (in.find("value"))
      note(kind::left_out, name, "is no setting of an agent here");
    note_meta(attribute, name, note);
  }
  if (in.problem())
    note(kind::left_out, name, sentence(in.problem()));
  if (auto meta = attribute.member("meta");
      meta && meta->kind == json_kind::object && meta->member("agentLink"))
    note(kind::left_out, name, "agentLink: the attributes of agents are settings and not linked");
}

void insert_behind(config::table& keys, std::string_view before, config::entry x) {
  auto at = std::find_if(keys.begin(), keys.end(), [&](auto& y) { return y.key == before; });
  keys.insert(at == keys.end() ? at : std::next(at), std::move(x));
}

/// `password` behind `username`, as a reference.
void add_password(config::table& keys, const std::string& credential, const note_taker& note) {
  constexpr auto name = "usernamePassword";
  if (!find(keys, "username"))
    return note(kind::left_out, name, "the password, since there is no user name");
  config::table reference;
  reference.push_back({"credential", {}, {{}, credential}});
  insert_behind(keys, "username", {"password", {}, {{}, std::move(reference)}});
  note(
      kind::to_do, name,
      "the password is not written down; hand it to the service, for systemd by LoadCredential="
          + credential + ":FILE, or write password = { file = \"…\" }");
}

} // namespace

std::optional<imported_agent>
import_agent(const export_asset& x, const std::string& credential, const note_taker& note) {
  agent_settings settings;
  settings.port = 0;
  for (auto* attribute : x.attributes)
    read_attribute(*attribute, settings, note);
  auto has_password = settings.password.has_value();
  auto port = std::exchange(settings.port, agent_settings{}.port);
  auto keys = config::agent_section().write(settings).keys;
  if (port != 0 && port != config::default_port(settings))
    insert_behind(keys, "host", {"port", {}, {{}, int64_t{port}}});
  auto good = take_out_wrong(config::agent_section(), keys, {}, [&](auto& wrong) {
    note(kind::left_out, "", wrong.text);
  });
  if (!good)
    return std::nullopt;
  if (has_password)
    add_password(keys, credential, note);
  if (find(keys, "websocket_query"))
    note(
        kind::to_do, "websocketQuery",
        "may hold a token: let nobody but the service read the file");
  return imported_agent{std::move(*good), std::move(keys)};
}

} // namespace troupe
