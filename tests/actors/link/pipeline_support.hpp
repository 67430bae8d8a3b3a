#pragma once

#include "tests/support/catch.hpp"

#include "actors/link/pipeline.hpp"
#include "schemas/errors.hpp"

namespace troupe::test {

using typed = troupe::value; // Catch has a `value` too, within GENERATE

inline agent_link_settings with_path(std::string path, on_miss miss = on_miss::keep) {
  agent_link_settings x;
  x.value_filters = {json_path_filter{std::move(path), false, false, {}}};
  x.on_miss = miss;
  return x;
}

inline agent_link_settings with_template(std::string text) {
  agent_link_settings x;
  x.write_value = std::move(text);
  return x;
}

/// An error, too, where the link is refused.
inline inbound_result receive(
    const agent_link_settings& link, value_type type, std::string_view payload,
    std::string_view topic = "hall/press/9/oil") {
  auto pipeline = inbound_pipeline::compile(link, type);
  if (!pipeline)
    return {verdict::error, {}, sentence(pipeline.error())};
  payload_view message{topic, payload};
  return (*pipeline)->run(message, 0);
}

inline verdict ends(const agent_link_settings& link, value_type type, std::string_view payload) {
  return receive(link, type, payload).verdict;
}

inline outbound_result send(const agent_link_settings& link, value_type type, const value& x) {
  auto pipeline = outbound_pipeline::compile(link, type);
  REQUIRE(pipeline);
  return (*pipeline)->run(x, 1'709'618'828'009);
}

} // namespace troupe::test
