#include "actors/inspector/explain_message.hpp"
#include "actors/realm/link_plan.hpp"
#include "config/load.hpp"
#include "config/spelling.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/config_file.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/explain_text.hpp"
#include "runtime/cli/findings.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/json_text.hpp"
#include "runtime/cli/payload_argument.hpp"
#include "runtime/http/request_target.hpp"
#include "schemas/errors.hpp"

#include <boost/json.hpp>

#include <iostream>

namespace troupe::cli {
namespace {

constexpr size_t payload_max = 256 << 20;    // the most that MQTT takes
constexpr size_t live_payload_max = 1 << 20; // the most that the API takes

/// Whose links are meant; empty parts: all.
struct subject {
  std::string realm;
  std::string asset;
  std::string attribute;
};

subject subject_of(const explain_options& x) {
  subject out{x.realm, {}, {}};
  if (x.path.empty())
    return out;
  auto parts = split_path(x.path, 1, 3, "REALM[/ASSET[/ATTRIBUTE]]");
  if (!x.realm.empty() && x.realm != parts[0])
    throw command_error{exit_usage, "--realm " + x.realm + " and " + x.path + " contradict"};
  parts.resize(3);
  return {parts[0], parts[1], parts[2]};
}

std::string target(const subject& x, const explain_options& options) {
  std::string out = "/api/inspect/explain?realm=" + percent_encode(x.realm);
  auto add = [&](const char* name, const std::string& text) {
    if (!text.empty())
      out += "&" + (name + ("=" + percent_encode(text)));
  };
  add("asset", x.asset);
  add("attribute", x.attribute);
  add("agent", options.agent);
  add("topic", options.topic.value_or(""));
  return out;
}

std::shared_ptr<const settings> load(const explain_options& x) {
  auto file = config_file(x);
  environment env;
  env.check_only = true;
  auto loaded = load_settings(file, env);
  add_link_findings(loaded.diagnostics, *loaded.draft);
  for (auto& finding : loaded.diagnostics)
    if (finding.level == diagnostic::error)
      std::cerr << to_string(finding) << '\n';
  if (error_count(loaded.diagnostics) > 0)
    throw command_error{exit_config, file + " is no valid configuration"};
  return loaded.value;
}

const realm_settings& find_realm(const settings& config, const std::string& name) {
  if (name.empty() && config.realms.size() == 1)
    return config.realms.front();
  std::vector<std::string_view> names;
  for (auto& x : config.realms) {
    if (x.name == name)
      return x;
    names.push_back(x.name);
  }
  throw command_error{
      exit_usage, name.empty() ? "say which realm with --realm" + config::hint("", names)
                               : "there is no realm " + name + config::hint(name, names)};
}

/// As the runtime builds its links, and without anything else of it.
std::string offline_answer(const explain_options& x) {
  auto about = subject_of(x);
  auto config = load(x);
  std::shared_ptr<const realm_settings> realm{config, &find_realm(*config, about.realm)};
  auto who = std::make_shared<roster>();
  auto zone = time_zone::find(config->runtime.time_zone);
  link_planner planner{realm, who, zone ? *zone : time_zone{}};
  for (size_t i = 0; i < realm->assets.size(); ++i)
    planner.plan(realm->assets.share(i));
  auto payload = payload_bytes(x, std::cin, payload_max);
  auto made = explain_message(
      *who, {realm.get(), about.asset, about.attribute, x.agent},
      {*x.topic, payload, config->runtime.max_payload_bytes, now_ms()});
  if (!made)
    throw command_error{exit_usage, sentence(made.error())};
  return made->take();
}

std::string live_answer(const explain_options& x) {
  auto about = subject_of(x);
  if (about.realm.empty())
    throw command_error{exit_usage, "say which realm of the runtime, with --realm or as a path"};
  if (!x.topic)
    return client{x}.ask("GET", target(about, x));
  return client{x}.ask("POST", target(about, x), payload_bytes(x, std::cin, live_payload_max));
}

int last_messages(const explain_options& x, const std::string& body) {
  auto answer = boost::json::parse(body);
  if (number_of(answer, "count") == 0)
    throw command_error{exit_failed, "no agent link receives for what you named"};
  std::cout << (x.json ? body + "\n" : last_text(answer, now_ms()));
  return exit_well;
}

} // namespace

int explain(const explain_options& x) {
  if (!x.topic && (x.payload || x.payload_hex))
    throw command_error{exit_usage, "a payload comes on a topic: say which with --topic"};
  if (!x.topic && !x.live)
    throw command_error{
        exit_usage, "say which message, with --topic and --payload; or ask a runtime for the last "
                    "ones with --live REALM[/ASSET[/ATTRIBUTE]]"};
  auto body = x.live ? live_answer(x) : offline_answer(x);
  if (!x.topic)
    return last_messages(x, body);
  auto answer = boost::json::parse(body);
  std::cout << (x.json ? body + "\n" : message_text(answer));
  return number_of(answer, "stored") > 0 ? exit_well : exit_failed;
}

} // namespace troupe::cli
