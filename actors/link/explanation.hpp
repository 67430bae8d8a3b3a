#pragma once

#include "actors/link/link_trace.hpp"
#include "actors/link/payload_time.hpp"
#include "actors/link/pipeline.hpp"
#include "config/settings.hpp"
#include "schemas/ledger.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// What a pipeline's verdict counts as in the ledger, if all goes well after it.
inbound ending_of(verdict x);

/// What becomes of a message at one link: every step, and how it ends.
struct explanation {
  std::vector<trace_step> steps;
  inbound outcome = inbound::rejected_error; ///< As the ledger counts it.
  value content;                             ///< Where stored.
  std::string sentence;                      ///< What that means for the attribute.
  std::string cause;                         ///< Why; empty where all went well.
};

/// Runs `message` through the link's own pipeline and its attribute's constraints.
/// Changes nothing. `attribute` has the agent link that `pipeline` and `time` were compiled
/// from; without `time` values have the time of receipt.
explanation explain(
    const inbound_pipeline& pipeline, std::string_view asset, const attribute_settings& attribute,
    payload_view& message, int64_t received_ms, const payload_time* time = nullptr);

} // namespace troupe
