#pragma once

#include "schemas/interfaces.hpp"

#include <cstdint>
#include <vector>

namespace troupe {

/// Which of an asset's attributes are sent on by which link actors. Gathers their values
/// into one batch for each; where nothing is forwarded, nothing is copied.
class forward_routes {
public:
  using targets = std::vector<asset_wiring::forward_target>;

  void attach(targets x, size_t attributes);

  /// The attribute has a new value.
  void take(uint32_t attribute, const attribute_state& x) {
    if (!routes_.empty())
      for (auto& route : routes_[attribute])
        add(targets_[route.target], route.forward, x);
  }

  /// What the attributes are, for links that are new and want to know. `state_of(attribute)`
  /// answers a pointer.
  template <class F>
  void take_states(F state_of) {
    for (auto& x : targets_) {
      if (std::exchange(x.told, true))
        continue;
      for (uint32_t i = 0; i < x.to.sources.size(); ++i) {
        const attribute_state* state = state_of(x.to.sources[i].attribute);
        if (x.to.sources[i].wants_state && state->timestamp_ms != 0)
          add(x, i, *state);
      }
    }
  }

  /// Hands over what was taken: `send(link, batch)`.
  template <class F>
  void leave(const message_batch_ptr& origin, F send) {
    for (auto& x : targets_)
      if (!x.leaving.empty())
        send(x.to.link, forward_batch{origin, std::exchange(x.leaving, {})});
  }

private:
  struct target {
    asset_wiring::forward_target to;
    bool told = false; ///< What the attributes were when the link was new.
    std::vector<forward_item> leaving;
  };
  struct route {
    uint32_t target = 0;
    uint32_t forward = 0;
  };

  static void add(target& to, uint32_t forward, const attribute_state& x);

  std::vector<target> targets_;
  std::vector<std::vector<route>> routes_; ///< By attribute; empty: nothing is forwarded.
};

} // namespace troupe
