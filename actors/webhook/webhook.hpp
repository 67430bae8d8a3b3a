#pragma once

#include "actors/metered.hpp"
#include "actors/webhook/http_post.hpp"

#include <caf/typed_actor.hpp>

#include <memory>
#include <string>

namespace troupe {

/// Posts what it is asked to post, one after the other, and answers how it ended.
using webhook_actor = caf::typed_actor<caf::replies_to<std::string>::with<bool>>;

struct webhook_state {
  static constexpr const char* name = "webhook";
  explicit webhook_state(webhook_actor::pointer self) : self{self} {}

  webhook_actor::pointer self;
  http_post_options options;
};

/// Spawn it detached: every message waits for the network.
webhook_actor::behavior_type webhook(
    metered_self<webhook_actor, webhook_state> self, std::shared_ptr<meter> own,
    http_post_options options);

} // namespace troupe
