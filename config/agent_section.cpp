#include "config/formats.hpp"
#include "config/sections.hpp"
#include "schemas/ascii.hpp"

namespace troupe::config {
namespace {

using namespace std::chrono_literals;

const words<agent_type> types{{"mqtt", agent_type::mqtt}};
const words<mqtt_version> versions{{"3.1.1", mqtt_version::v3_1_1}, {"5", mqtt_version::v5}};
const words<trust> trusts{{"own+system", trust::own_and_system}, {"own", trust::own}};
const words<broker_profile> profiles{
    {"none", broker_profile::none}, {"aws-iot", broker_profile::aws_iot}};

std::string host_problem(std::string_view x) {
  auto bad = x.empty() || x.size() > 253 || x.find_first_of(" \t\r\n/\\") != std::string_view::npos
             || x.find('\0') != std::string_view::npos;
  return bad ? "is no host; expected a name or an address, without scheme and path" : "";
}

std::string mqtt_text_problem(std::string_view x) {
  if (x.size() > 65535)
    return "is longer than 65535 bytes";
  return x.find('\0') == std::string_view::npos ? "" : "contains a NUL character";
}

format<std::string> mqtt_text(std::string example) {
  return checked_text("a text", std::move(example), mqtt_text_problem);
}

/// A key that means nothing without another.
struct dependence {
  std::string_view key;
  bool (*is_used)(const agent_settings&);
  std::string_view other;
  std::string_view text;
};

using agent = const agent_settings&;

constexpr dependence dependences[] = {
    {"certificate_alias", [](agent x) { return !x.certificate_alias.empty(); }, "secure_mode",
     "needs secure_mode = true"},
    {"alpn", [](agent x) { return !x.alpn.empty(); }, "secure_mode", "needs secure_mode = true"},
    {"websocket_path", [](agent x) { return !x.websocket_path.empty(); }, "websocket_mode",
     "needs websocket_mode = true"},
    {"websocket_query", [](agent x) { return !x.websocket_query.empty(); }, "websocket_mode",
     "needs websocket_mode = true"},
    {"password", [](agent x) { return x.password.has_value(); }, "username", "needs a username"},
    {"last_will_payload", [](agent x) { return !x.last_will_payload.empty(); }, "last_will_topic",
     "needs a last_will_topic"},
    {"last_will_retain", [](agent x) { return x.last_will_retain; }, "last_will_topic",
     "needs a last_will_topic"},
    {"resume_session", [](agent x) { return x.resume_session; }, "client_id",
     "needs a client_id: the broker keeps a session by its name"},
};

/// Whether `key` is set to something; what is wrong with it was said already.
bool is_set(const written& keys, std::string_view key) {
  auto value = keys.value(key);
  if (!value)
    return false;
  auto flag = as<bool>(*value);
  auto text = as<std::string>(*value);
  return (!flag || *flag) && (!text || !text->empty());
}

/// Two connections with one client id would throw each other out for ever.
void check_session(reader& r, const written& keys, const agent_settings& x) {
  if (x.client_id.empty() || x.host.empty() || x.disabled)
    return;
  auto broker = ascii_lower(x.host) + ":" + std::to_string(x.port);
  reader::step in{r, "client_id"};
  auto [first, is_new] = r.sessions.try_emplace(broker + "\n" + x.client_id, keys.at("client_id"));
  if (!is_new)
    r.error(
        keys.at("client_id"), in_quotes(x.client_id) + " is also used at "
                                  + to_string(first->second) + " for " + broker
                                  + "; a broker allows one connection for each client id");
}

void check(reader& r, const written& keys, agent_settings& x) {
  if (!keys.has("port"))
    x.port = default_port(x);
  for (auto& d : dependences)
    if (d.is_used(x) && !is_set(keys, d.other))
      keys.error(r, d.key, d.text);
  if (x.reconnect_min > x.reconnect_max)
    keys.error(
        r, keys.has("reconnect_min") ? "reconnect_min" : "reconnect_max",
        "reconnect_min is longer than reconnect_max");
  if (x.port == 8883 && !x.secure_mode)
    keys.warning(r, "port", "8883 is the port of TLS, but secure_mode is not set");
  if (keys.has("session_expiry") && (x.mqtt_version != mqtt_version::v5 || !x.resume_session))
    keys.warning(r, "session_expiry", "counts only with mqtt_version = \"5\" and resume_session");
  if (x.profile != broker_profile::none)
    keys.warning(r, "profile", "has no effect in this version");
  check_session(r, keys, x);
}

} // namespace

uint16_t default_port(const agent_settings& x) {
  if (x.websocket_mode)
    return x.secure_mode ? 443 : 80;
  return x.secure_mode ? 8883 : 1883;
}

const section<agent_settings>& agent_section() {
  using s = agent_settings;
  static const section<s> it{
      "A connection to an MQTT broker.",
      {
          {"type", &s::type, choice(types), "The protocol."},
          {"disabled", &s::disabled, boolean(), "Makes no connection."},
          {"host",
           &s::host,
           checked_text("the broker's name or address", "\"127.0.0.1\"", host_problem),
           "The broker's name or address.",
           {.required = true}},
          {"port",
           &s::port,
           integer(1, 65535),
           "The broker's port.",
           {.example = "1883",
            .fallback = "1883; 8883 with `secure_mode`, 80 with `websocket_mode`, 443 with both"}},
          {"client_id",
           &s::client_id,
           mqtt_text("\"edge-7\""),
           "The name under which the broker knows this client; used once at each broker.",
           {.fallback = "a random one at each start"}},
          {"secure_mode", &s::secure_mode, boolean(), "Connects with TLS."},
          {"certificate_alias", &s::certificate_alias, text("\"edge-7\""),
           "The client key in the vault, which is looked up as `<realm>.<alias>`; case does not "
           "matter."},
          {"alpn", &s::alpn, text("\"x-amzn-mqtt-ca\""), "The protocol name to offer in TLS."},
          {"trust", &s::trust, choice(trusts),
           "Which authorities may vouch for the broker: the vault's and the system's, or the "
           "vault's only."},
          {"username", &s::username, mqtt_text("\"edge-7\""), "The user name to log in with."},
          {"password",
           &s::password,
           secret_text(),
           "The password to log in with.",
           {.example = "{ file = \"broker.password\" }"}},
          {"resume_session", &s::resume_session, boolean(),
           "Keeps the session at the broker, so that it holds QoS 1 messages while the connection "
           "is away."},
          {"session_expiry", &s::session_expiry, duration(1s, 365 * 24h),
           "How long the broker keeps the session (MQTT 5)."},
          {"publish_qos",
           &s::publish_qos,
           integer(0, 2),
           "The QoS of what is published.",
           {.example = "1"}},
          {"subscribe_qos",
           &s::subscribe_qos,
           integer(0, 2),
           "The QoS of subscriptions.",
           {.example = "1"}},
          {"mqtt_version", &s::mqtt_version, choice(versions), "The version of the protocol."},
          {"websocket_mode", &s::websocket_mode, boolean(), "Connects through a websocket."},
          {"websocket_path", &s::websocket_path, text("\"/mqtt\""), "The websocket's path."},
          {"websocket_query",
           &s::websocket_query,
           text("\"token=1\""),
           "The websocket's query.",
           {.hidden = true}},
          {"last_will_topic",
           &s::last_will_topic,
           topic_name(),
           "Where the broker publishes the last will; none without.",
           {.example = "\"edge/7/gone\""}},
          {"last_will_payload", &s::last_will_payload, text("\"gone\""), "The last will."},
          {"last_will_retain", &s::last_will_retain, boolean(), "Retains the last will."},
          {"wildcard_subscription_topics", &s::wildcard_subscription_topics, wildcard_topics(),
           "Subscriptions that serve all links with topics under them, instead of one "
           "subscription for each topic."},
          {"update_on_write", &s::update_on_write, boolean(),
           "For all links: a written value is the attribute's value at once."},
          {"profile", &s::profile, choice(profiles),
           "The limits of a known broker, which are then respected."},
          {"keep_alive", &s::keep_alive, duration(1s, 65535s),
           "The longest silence before the connection is tested."},
          {"connect_timeout", &s::connect_timeout, duration(100ms, 1h),
           "The time for an attempt to connect, in all."},
          {"reconnect_min", &s::reconnect_min, duration(100ms, 24h),
           "The wait after the first failure; it doubles with each."},
          {"reconnect_max", &s::reconnect_max, duration(100ms, 24h),
           "The longest wait between attempts."},
      },
      check};
  return it;
}

} // namespace troupe::config
