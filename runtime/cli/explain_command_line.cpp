#include "runtime/cli/program.hpp"

namespace troupe::cli {

void add_explain_command(program& p) {
  auto x = std::make_shared<explain_options>();
  auto* sub = p.add<explain_options>(
      "explain", "Where did my value go? A message's steps through every link it reaches",
      "  troupe explain -c hall.toml --realm hall --topic hall/press/9/telemetry \\\n"
      "                 --payload '{\"oil\": {\"temp\": 61.5}}'\n"
      "  mosquitto_sub -t hall/press/9/telemetry -C 1 | troupe explain --topic "
      "hall/press/9/telemetry --payload -\n"
      "  troupe explain hall/press-9/oil_temp --topic hall/press/9/raw --payload-hex '01 ff'\n"
      "  troupe explain --live hall/press-9             # the last messages of a running runtime\n"
      "  troupe explain --live --realm hall --topic t --payload @payload.json\n"
      "Nothing is changed: neither a value nor a counter. Exit codes: 0 a link makes a value of\n"
      "the message, 1 none does.",
      explain, x);
  add_query(sub, *x);
  sub->add_option("PATH", x->path, "REALM[/ASSET[/ATTRIBUTE]]: only these links")->type_name("");
  auto text = [sub](const char* name, auto& value, const char* says, const char* type) {
    sub->add_option(name, value, says)->type_name(type);
  };
  text("--realm", x->realm, "The realm, unless PATH names it or there is one only", "REALM");
  text("--topic", x->topic, "The message's topic", "TOPIC");
  text("--payload", x->payload, "Its payload; @FILE: a file; -: the standard input", "P|@FILE|-");
  text("--payload-hex", x->payload_hex, "Its payload in hexadecimal digits", "HEX");
  text("--agent", x->agent, "Only what comes by this agent", "AGENT");
  sub->add_flag(
      "--live", x->live,
      "Ask the running runtime; without --topic for the last good, filtered and failed message of "
      "each link");
}

} // namespace troupe::cli
