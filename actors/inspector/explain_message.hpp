#pragma once

#include "actors/inspector/json_writer.hpp"
#include "actors/roster.hpp"
#include "config/settings.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// `troupe explain`: what becomes of a message, and of the last ones. The same for a
/// runtime at work and for a configuration alone: all it needs is the roster.
namespace troupe {

/// So many links are looked into; the others are counted.
constexpr size_t explained_links_max = 100;

/// Which links a question is about; empty members: all.
struct link_selection {
  const realm_settings* realm = nullptr;
  std::string asset;
  std::string attribute;
  std::string agent;
};

/// A message that might come.
struct explained_message {
  std::string_view topic;
  std::string_view payload;
  uint64_t payload_bytes_max = 0; ///< runtime.max_payload
  int64_t now_ms = 0;
};

/// The JSON that `troupe explain` prints: which of the links the message reaches, and
/// its steps through each; where it reaches none, why. Fails with `payload_invalid`
/// where nothing can be published to the topic.
caf::expected<json_writer>
explain_message(const roster& who, const link_selection& which, const explained_message& message);

/// The JSON of the links' last good, filtered and failed messages, with their steps.
json_writer explain_last(const roster& who, const link_selection& which);

} // namespace troupe
