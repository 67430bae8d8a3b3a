#include "config/formats.hpp"
#include "config/sections.hpp"
#include "schemas/topic.hpp"

namespace troupe::config {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view host_placeholder = "{host}";

std::string topic_problem(std::string_view x) {
  std::string plain{x};
  for (auto at = plain.find(host_placeholder); at != std::string::npos;
       at = plain.find(host_placeholder, at + 1))
    plain.replace(at, host_placeholder.size(), "h");
  if (plain.find_first_of("{}") != std::string::npos)
    return "has a placeholder other than {host}";
  return topic_name_problem(plain);
}

bool is_encrypted(std::string_view url) { return url.starts_with("https://"); }

std::string url_problem(std::string_view x) {
  auto scheme = is_encrypted(x) ? 8u : x.starts_with("http://") ? 7u : 0u;
  auto bad = scheme == 0 || x.size() == scheme || x[scheme] == '/' || x.size() > 2000;
  for (unsigned char c : x)
    bad = bad || c <= ' ' || c == 0x7f;
  return bad ? "is no URL that begins with https:// or http://" : "";
}

/// Its path may be a secret, so it is never shown.
format<std::string> url() {
  auto out = text("\"https://ops.example.org/troupe\"");
  out.type = "a URL";
  out.read = [](reader& r, const node& x) -> std::optional<std::string> {
    auto found = as<std::string>(x);
    if (found && url_problem(*found).empty())
      return *found;
    r.error(x.at, "expected a URL that begins with https:// or http://");
    return std::nullopt;
  };
  return out;
}

void check(reader& r, const written& keys, health_settings& x) {
  for (auto key : {"topic", "min_interval"})
    if (keys.has(key) && !keys.has("agent"))
      keys.error(r, key, "needs an agent");
  if (keys.has("webhook_token") && !keys.has("webhook"))
    keys.error(r, "webhook_token", "needs a webhook");
  if (!x.webhook.empty() && !is_encrypted(x.webhook))
    keys.warning(
        r, "webhook",
        "everyone on the way can read and change what goes there; https:// prevents it");
}

const agent_settings* find_agent(const settings& x) {
  for (auto& realm : x.realms)
    for (auto& agent : realm.agents)
      if (x.health.agent == realm.name + '/' + agent.id)
        return &agent;
  return nullptr;
}

} // namespace

void check_health(reader& r, const written& keys, const settings& x) {
  auto content = keys.value("health") ? as<table>(*keys.value("health")) : nullptr;
  if (!content || x.health.agent.empty())
    return;
  written health{keys.at("health"), *content};
  reader::step in{r, "health"};
  auto agent = find_agent(x);
  if (!agent)
    return health.error(
        r, "agent",
        in_quotes(x.health.agent)
            + " is no agent of this configuration; expected "
              "\"REALM/AGENT\"");
  if (agent->disabled)
    health.warning(r, "agent", "agent " + in_quotes(x.health.agent) + " is disabled");
  if (!agent->last_will_topic.empty())
    health.error(
        r, "agent",
        "agent " + in_quotes(x.health.agent) + " at " + to_string(agent->at)
            + " has a last_will_topic of its own, and a connection has one last will: "
              "leave one of the two out");
}

const section<health_settings>& health_section() {
  using s = health_settings;
  static const section<s> it{
      "How the runtime tells others how it fares. What is muted does not count.",
      {
          {"agent", &s::agent, text("\"hall/floor\""),
           "The agent through which a retained message {\"status\", \"problems\", \"since\", "
           "\"worst\"} is published, as REALM/AGENT. Its last will says that the runtime is "
           "offline."},
          {"topic", &s::topic,
           checked_text("a topic with {host}", "\"troupe/{host}/health\"", topic_problem),
           "Where it is published; {host} is the machine's name."},
          {"min_interval", &s::min_interval, duration(0ms, 1h),
           "The shortest time between two of these messages."},
          {"webhook",
           &s::webhook,
           url(),
           "Where the same JSON is posted, with the problems that began and ended. The system must "
           "trust the server's certificate.",
           {.fallback = "none", .hidden = true}},
          {"webhook_token", &s::webhook_token, secret_text(),
           "Goes along with it as `Authorization: Bearer`."},
      },
      check};
  return it;
}

} // namespace troupe::config
