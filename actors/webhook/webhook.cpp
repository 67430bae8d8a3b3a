#include "actors/webhook/webhook.hpp"

namespace troupe {

webhook_actor::behavior_type webhook(
    metered_self<webhook_actor, webhook_state> self, std::shared_ptr<meter> own,
    http_post_options options) {
  self->keep_meter(std::move(own));
  self->state.options = std::move(options);
  return {[self](const std::string& json) -> caf::result<bool> {
    if (auto failed = http_post(self->state.options, json))
      return failed;
    return true;
  }};
}

} // namespace troupe
