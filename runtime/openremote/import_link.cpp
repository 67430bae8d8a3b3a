#include "runtime/openremote/import_link.hpp"

#include "config/sections.hpp"
#include "config/spelling.hpp"

namespace troupe {
namespace {

/// OpenRemote has no placeholders in topics.
std::string literal(std::string_view topic) {
  std::string out;
  for (auto c : topic)
    out.append(c == '{' || c == '}' ? 2 : 1, c);
  return out;
}

bool toml_can_say(const value_converter::value_type& entry) {
  agent_link_settings alone;
  alone.converter = value_converter{entry};
  return config::agent_link_section().write(alone).beyond_toml.empty();
}

void take_out_odd(
    std::optional<value_converter>& converter, const std::string& name,
    const link_note_taker& tell) {
  if (!converter)
    return;
  std::erase_if(*converter, [&](auto& entry) {
    auto absent = entry.second.text == "null"; // counts as absent
    auto odd = !absent && !toml_can_say(entry);
    if (odd)
      tell(
          import_note::kind::left_out, "agent_link." + name + ": the entry "
                                           + config::in_quotes(entry.first)
                                           + " holds a value that TOML cannot express");
    return absent || odd;
  });
}

} // namespace

void carry_over(agent_link_settings& link, const link_note_taker& tell) {
  link.subscription_topic = literal(link.subscription_topic);
  link.publish_topic = literal(link.publish_topic);
  take_out_odd(link.converter, "value_converter", tell);
  take_out_odd(link.write_converter, "write_value_converter", tell);
  for (auto word : {"%ASSET%", "%ATTRIBUTE%"})
    if (link.write_value.find(word) != std::string::npos)
      tell(
          import_note::kind::changed, std::string{"agent_link.write_value: "} + word
                                          + " was sent as it stands there and is replaced here");
  auto only_sends = link.subscription_topic.empty();
  if (only_sends && link.qos && (*link.qos < 0 || *link.qos > 2))
    link.qos.reset(); // the agent's is used
}

} // namespace troupe
